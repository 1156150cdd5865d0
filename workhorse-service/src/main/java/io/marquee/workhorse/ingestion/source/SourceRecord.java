package io.marquee.workhorse.ingestion.source;

import org.jspecify.annotations.Nullable;

/**
 * One record as its source delivered it, before anything about it has been judged. A reader may use the same object for
 * each record, so it is good only until the reader goes on.
 */
public interface SourceRecord {

    /** Line in the file, or row of the result, from 1; a header counts as a line. */
    long line();

    /** The record as it came, for people who look at it in quarantine. May be costly: asked for only when it is kept. */
    String raw();

    /**
     * A column's value, by its position in {@link RecordReader#columns()}: null when the source does not know it, a
     * {@code String} that the schema still has to parse, or a {@code Number}, {@code Boolean}, {@link java.time.Instant},
     * {@link java.time.LocalDate} or {@code List<String>}.
     */
    @Nullable
    Object value(int column);

    /** Why the record could not be taken apart at all, for example "has 3 fields, the header has 4"; null when it could. */
    @Nullable
    String defect();
}
