package io.marquee.controltower.orchestration.execution;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which tasks are to be done again. The defaults of the API, {@code dryRun} and {@code onlyFailed}, change nothing that
 * somebody did not ask for.
 *
 * @param runId only of that run; null for all runs within the dates
 * @param from only runs with a logical date (or else a start) not before
 * @param to only runs with a logical date (or else a start) not after
 * @param taskIds empty for all tasks
 * @param onlyFailed only tasks that failed or were blocked by one that did
 * @param onlyRunning only tasks that are with the workers
 * @param resetRuns whether finished runs of cleared tasks are queued again
 */
public record ClearRequest(
        boolean dryRun,
        @Nullable String runId,
        @Nullable Instant from,
        @Nullable Instant to,
        Set<String> taskIds,
        boolean onlyFailed,
        boolean onlyRunning,
        boolean resetRuns,
        boolean includeUpstream,
        boolean includeDownstream,
        boolean includeFuture,
        boolean includePast) {

    public ClearRequest {
        taskIds = Set.copyOf(taskIds);
    }

    /** A whole run, or what failed in it. */
    public static ClearRequest wholeRun(String runId, boolean dryRun, boolean onlyFailed) {
        return new ClearRequest(
                dryRun, runId, null, null, Set.of(), onlyFailed, false, true, false, false, false, false);
    }
}
