package io.marquee.workhorse.ingestion.source;

import java.io.IOException;

/** A table of a data set that can be read once or more. */
public interface SourceTable {

    /** The table of the standard schema that its records belong to: {@code movies}, {@code links} or {@code ratings}. */
    String target();

    /** File name, query or object, for quarantine and reports, for example {@code ratings.csv}. */
    String name();

    /** Bytes or rows that a reader will go through, for progress; 0 when unknown. */
    long size() throws IOException;

    /** Opens it at the first record. */
    RecordReader open() throws IOException;

    /**
     * Whether another reading gives the same records on the same lines. If not, as with a query, the load keeps every record
     * until it knows whether it has to go to quarantine, which takes its time and space.
     */
    default boolean isRepeatable() {
        return true;
    }
}
