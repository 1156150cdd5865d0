package io.marquee.controltower.orchestration.execution;

import java.time.Instant;
import java.util.UUID;

/**
 * Which version of a DAG's file a run was created from.
 *
 * @param number from 1, counted per DAG
 */
public record DagVersion(UUID id, String dagId, int number, Instant createdAt) {}
