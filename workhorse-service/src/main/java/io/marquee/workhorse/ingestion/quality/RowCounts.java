package io.marquee.workhorse.ingestion.quality;

/**
 * Rows of one kind in an ingestion.
 *
 * @param accepted also those that a newer row of the same file supersedes
 */
public record RowCounts(long read, long accepted, long rejected) {

    public static final RowCounts NONE = new RowCounts(0, 0, 0);

    /** The share of accepted rows, 1 when there was none at all. */
    public double acceptedShare() {
        return read == 0 ? 1.0 : (double) accepted / read;
    }
}
