package io.marquee.workhorse.ingestion.csv;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Rows of named fields, one after the other. */
public interface CsvRows extends Closeable {

    /** The next row, null at the end. Empty lines are passed over. */
    @Nullable
    CsvRow next() throws IOException;

    /** How far the file has been read. */
    long bytesRead();
}
