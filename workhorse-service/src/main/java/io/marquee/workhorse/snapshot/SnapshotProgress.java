package io.marquee.workhorse.snapshot;

import io.marquee.workhorse.snapshot.SnapshotJob.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/** How far a job is: written by the job, read by whoever asks. */
final class SnapshotProgress {

    /** How far it is now. */
    record State(String phase, long rows, long bytes, long totalRows, long totalBytes, List<Phase> phases) {}

    private final LongSupplier nanos;
    private final List<Phase> ended = new ArrayList<>();
    private String phase = "waiting";
    private long since;
    private long rows;
    private long bytes;
    private long totalRows;
    private long totalBytes;

    SnapshotProgress() {
        this(System::nanoTime);
    }

    SnapshotProgress(LongSupplier nanos) {
        this.nanos = nanos;
        this.since = nanos.getAsLong();
    }

    /** Begins the next part of the work, of a size that is not known. */
    synchronized void begin(String name) {
        begin(name, 0, 0);
    }

    /** Begins the next part of the work; sizes are 0 where they are not known. */
    synchronized void begin(String name, long ofRows, long ofBytes) {
        // What is tried again and again is one phase.
        if (!name.equals(phase)) {
            long now = nanos.getAsLong();
            ended.add(new Phase(phase, (now - since) / 1e9));
            phase = name;
            since = now;
        }
        rows = 0;
        bytes = 0;
        totalRows = ofRows;
        totalBytes = ofBytes;
    }

    synchronized void moved(long moreRows, long moreBytes) {
        rows += moreRows;
        bytes += moreBytes;
    }

    synchronized State state() {
        List<Phase> phases = new ArrayList<>(ended);
        phases.add(new Phase(phase, (nanos.getAsLong() - since) / 1e9));
        return new State(phase, rows, bytes, totalRows, totalBytes, List.copyOf(phases));
    }
}
