package io.marquee.controltower.orchestration.execution;

import io.marquee.controltower.orchestration.run.RunKey;
import java.time.Instant;

/** What became of a {@link RunRequest}. */
public sealed interface Launch {

    /** The run exists and waits for its turn. */
    record Launched(RunView run) implements Launch {}

    /** There is a run of that id already; nothing was changed. */
    record DuplicateRunId(RunKey run) implements Launch {}

    /** There is a run for that logical date already; nothing was changed. */
    record DuplicateLogicalDate(RunKey run, Instant logicalDate) implements Launch {}
}
