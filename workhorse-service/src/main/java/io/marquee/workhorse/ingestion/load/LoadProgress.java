package io.marquee.workhorse.ingestion.load;

import io.marquee.workhorse.ingestion.quality.RowCounts;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** How far a run is; written by the run, read by whoever asks. */
public final class LoadProgress {

    /** Reading is most of the work; the rest is moving rows from staging into place. */
    private static final double SHARE_OF_READING = 0.8;

    private record Counters(LongAdder read, LongAdder rejected) {}

    private final Map<String, Counters> counters = new ConcurrentHashMap<>();
    private volatile long total = 1;
    private volatile long finished;
    private volatile long current;
    private volatile boolean moved;

    /** Says how much there is to read, in the unit of {@link #at}. */
    public void begin(long size) {
        total = Math.max(1, size);
    }

    /** Says that everything is in its place. */
    void moved() {
        moved = true;
    }

    void read(String target, long rows, long rejected) {
        Counters counter = counters.computeIfAbsent(target, key -> new Counters(new LongAdder(), new LongAdder()));
        counter.read().add(rows);
        counter.rejected().add(rejected);
    }

    void at(long position) {
        current = position;
    }

    void tableFinished() {
        finished += current;
        current = 0;
    }

    /** How much is done, 0 to 1. */
    public double share() {
        double read = Math.min(1.0, (double) (finished + current) / total);
        return moved ? 1.0 : SHARE_OF_READING * read;
    }

    /** Counts so far of a table of the schema; rows may still be refused when they are compared with each other. */
    public RowCounts counts(String target) {
        Counters counter = counters.get(target);
        if (counter == null) {
            return RowCounts.NONE;
        }
        long read = counter.read().sum();
        long rejected = Math.min(read, counter.rejected().sum());
        return new RowCounts(read, read - rejected, rejected);
    }
}
