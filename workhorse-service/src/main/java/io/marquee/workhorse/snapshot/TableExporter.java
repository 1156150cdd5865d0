package io.marquee.workhorse.snapshot;

import io.marquee.workhorse.job.JobProgress;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/** Reads a table's rows in their order and hands them on in chunks; one chunk is in memory at a time. */
final class TableExporter {

    private TableExporter() {}

    /** Exports a table as the connection's transaction sees it. */
    static TableContent export(
            Connection connection, TableSchema schema, ChunkAssembler.Sink sink, JobProgress progress)
            throws SQLException, IOException {
        ChunkAssembler chunks = new ChunkAssembler(schema.key().size(), (chunk, bytes) -> {
            sink.take(chunk, bytes);
            progress.moved(chunk.rows(), chunk.bytes());
        });
        CopyOut copy = connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyOut("COPY (" + schema.orderedQuery() + ") TO STDOUT");
        try {
            // PostgreSQL sends one row a message.
            for (byte[] row = copy.readFromCopy(); row != null; row = copy.readFromCopy()) {
                chunks.add(row);
            }
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
        return TableContent.of(schema.table(), schema.noted(), schema.key(), chunks.finish());
    }
}
