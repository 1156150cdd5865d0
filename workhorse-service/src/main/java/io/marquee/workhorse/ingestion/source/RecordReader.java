package io.marquee.workhorse.ingestion.source;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The records of one table of a data set, one after the other in bounded memory. */
public interface RecordReader extends Closeable {

    /**
     * A column that is delivered.
     *
     * @param name in the standard schema, for example {@code movie_id}
     * @param label what the source itself calls it, for messages, for example {@code movieId}
     */
    record Column(String name, String label) {
        public Column(String name) {
            this(name, name);
        }
    }

    /** What is delivered, in the order of {@link SourceRecord#value}. Columns of the schema that are missing are unknown. */
    List<Column> columns();

    /** The next record; null at the end. */
    @Nullable
    SourceRecord next() throws IOException;

    /**
     * Whether no two of the records so far can have the same key, because of the order in which the source keeps them; the
     * loader need not compare them then.
     */
    default boolean keysAreUnique() {
        return false;
    }

    /** How much of {@link SourceTable#size()} has been read. */
    long position();
}
