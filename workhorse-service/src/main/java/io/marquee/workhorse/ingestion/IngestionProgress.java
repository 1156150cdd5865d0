package io.marquee.workhorse.ingestion;

import java.util.concurrent.atomic.LongAdder;

/** How far a run is; written by the run, read by whoever asks. */
final class IngestionProgress {

    /** Reading is most of the work; the rest is moving rows from staging into place. */
    private static final double SHARE_OF_READING = 0.8;

    private volatile long totalBytes = 1;
    private volatile long bytesOfFinishedFiles;
    private volatile long bytesOfFile;
    private volatile boolean moved;
    private final LongAdder moviesRead = new LongAdder();
    private final LongAdder moviesRejected = new LongAdder();
    private final LongAdder ratingsRead = new LongAdder();
    private final LongAdder ratingsRejected = new LongAdder();

    void begin(long bytes) {
        totalBytes = Math.max(1, bytes);
    }

    void movieRead(boolean rejected) {
        moviesRead.increment();
        moviesRejected.add(rejected ? 1 : 0);
    }

    void ratingRead(boolean rejected) {
        ratingsRead.increment();
        ratingsRejected.add(rejected ? 1 : 0);
    }

    void at(long bytes) {
        bytesOfFile = bytes;
    }

    void fileFinished() {
        bytesOfFinishedFiles += bytesOfFile;
        bytesOfFile = 0;
    }

    void moved() {
        moved = true;
    }

    double share() {
        double read = Math.min(1.0, (double) (bytesOfFinishedFiles + bytesOfFile) / totalBytes);
        return moved ? 1.0 : SHARE_OF_READING * read;
    }

    /** Counts so far; rows may still be refused when they are compared with each other. */
    RowCounts movies() {
        return counts(moviesRead.sum(), moviesRejected.sum());
    }

    RowCounts ratings() {
        return counts(ratingsRead.sum(), ratingsRejected.sum());
    }

    private static RowCounts counts(long read, long rejected) {
        return new RowCounts(read, Math.max(0, read - rejected), rejected);
    }
}
