package io.marquee.workhorse.ingestion.download;

/** How far the files of one download are; written by the download, read by whoever asks. */
final class DownloadProgress {

    private final long startNanos;
    private volatile long bytesOfFinishedFiles;
    private volatile long totalOfFinishedFiles;
    private volatile long bytes;
    private volatile long total = -1;
    private volatile long fetched;
    private volatile long nanos;

    DownloadProgress(long startNanos) {
        this.startNanos = startNanos;
    }

    /** The present file: how much of it is there and how large it is; below 0 when not known. */
    void at(long bytes, long total) {
        this.bytes = bytes;
        this.total = total;
    }

    /** Bytes came over the network. */
    void fetched(int count, long nowNanos) {
        bytes += count;
        fetched += count;
        nanos = nowNanos - startNanos;
    }

    void fileFinished() {
        bytesOfFinishedFiles += bytes;
        totalOfFinishedFiles += bytes;
        bytes = 0;
        total = 0;
    }

    long bytes() {
        return bytesOfFinishedFiles + bytes;
    }

    /** Bytes of the files seen so far; -1 when one of them does not say. */
    long total() {
        return total < 0 ? -1 : totalOfFinishedFiles + total;
    }

    /** Average over the network so far. */
    long bytesPerSecond() {
        return nanos <= 0 ? 0 : Math.round(fetched * 1e9 / nanos);
    }
}
