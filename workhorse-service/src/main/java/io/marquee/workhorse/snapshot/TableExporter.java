package io.marquee.workhorse.snapshot;

import io.marquee.workhorse.snapshot.TableContent.Chunk;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/** Reads a table's rows in their order and hands them on in chunks; one chunk is in memory at a time. */
final class TableExporter {

    /** Takes a chunk. */
    @FunctionalInterface
    interface Sink {

        /**
         * Takes a chunk.
         *
         * @param bytes its rows in the first {@code chunk.bytes()} bytes; used again for the next one
         */
        void take(Chunk chunk, byte[] bytes) throws IOException;
    }

    private TableExporter() {}

    /** Exports a table as the connection's transaction sees it. */
    static TableContent export(Connection connection, TableSchema schema, Sink sink, SnapshotProgress progress)
            throws SQLException, IOException {
        RowChunker chunker = new RowChunker(schema.key().size());
        List<Chunk> chunks = new ArrayList<>();
        byte[] buffer = new byte[RowChunker.USUAL_BYTES];
        int length = 0;
        long rows = 0;
        CopyOut copy = connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyOut("COPY (" + schema.orderedQuery() + ") TO STDOUT");
        try {
            // PostgreSQL sends one row a message.
            for (byte[] row = copy.readFromCopy(); row != null; row = copy.readFromCopy()) {
                if (rows > 0 && length + (long) row.length > RowChunker.MOST_BYTES) {
                    chunks.add(finish(buffer, length, rows, sink, progress));
                    length = 0;
                    rows = 0;
                }
                if (length + row.length > buffer.length) {
                    buffer = Arrays.copyOf(buffer, Math.max(2 * buffer.length, length + row.length));
                }
                System.arraycopy(row, 0, buffer, length, row.length);
                length += row.length;
                rows++;
                if (chunker.endsChunk(row)) {
                    chunks.add(finish(buffer, length, rows, sink, progress));
                    length = 0;
                    rows = 0;
                }
            }
            if (rows > 0) {
                chunks.add(finish(buffer, length, rows, sink, progress));
            }
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
        return TableContent.of(schema.table(), schema.noted(), schema.key(), chunks);
    }

    private static Chunk finish(byte[] buffer, int length, long rows, Sink sink, SnapshotProgress progress)
            throws IOException {
        Chunk chunk = new Chunk(Digest.of(buffer, length), rows, length);
        sink.take(chunk, buffer);
        progress.moved(rows, length);
        return chunk;
    }
}
