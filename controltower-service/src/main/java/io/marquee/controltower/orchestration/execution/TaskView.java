package io.marquee.controltower.orchestration.execution;

import io.marquee.controltower.orchestration.definition.TaskDefinition;
import io.marquee.controltower.orchestration.run.DagRun;
import io.marquee.controltower.orchestration.run.TaskInstance;

/** A task of a run, with what the DAG says about it. */
public record TaskView(DagRun run, DagVersion version, TaskDefinition definition, TaskInstance task) {}
