package io.marquee.workhorse.adapter.file;

import io.marquee.workhorse.adapter.Rows;
import java.io.IOException;
import java.io.OutputStream;

/** Writes rows in one format. */
interface RowsWriter {

    /**
     * Writes all of them; the stream is closed by the caller.
     *
     * @return how many there were
     */
    long write(Rows rows, OutputStream out) throws IOException;

    /** The writer of a format. */
    static RowsWriter of(FileFormat format, FileOptions options) {
        return switch (format) {
            case CSV, TSV -> new DelimitedWriter(options.delimiterOf(format), options);
            case JSONL -> new JsonLinesWriter();
            case PARQUET -> new ParquetWriter();
        };
    }
}
