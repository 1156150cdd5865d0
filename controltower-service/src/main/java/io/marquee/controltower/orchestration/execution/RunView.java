package io.marquee.controltower.orchestration.execution;

import io.marquee.controltower.orchestration.run.DagRun;

/** A run and the version of the DAG it was created from. */
public record RunView(DagRun run, DagVersion version) {}
