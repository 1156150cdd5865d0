package io.marquee.workhorse.snapshot;

import io.marquee.workhorse.snapshot.TableContent.Chunk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Makes chunks of rows that come in their order. */
final class ChunkAssembler {

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

    private final RowChunker chunker;
    private final Sink sink;
    private final List<Chunk> chunks = new ArrayList<>();
    private byte[] buffer = new byte[RowChunker.USUAL_BYTES];
    private int length;
    private long rows;

    /** @param keyFields how many of a row's first fields are its key */
    ChunkAssembler(int keyFields, Sink sink) {
        this.chunker = new RowChunker(keyFields);
        this.sink = sink;
    }

    /** Adds a row, a line of COPY's text format. */
    void add(byte[] row) throws IOException {
        if (rows > 0 && length + (long) row.length > RowChunker.MOST_BYTES) {
            endChunk();
        }
        if (length + row.length > buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.max(2 * buffer.length, length + row.length));
        }
        System.arraycopy(row, 0, buffer, length, row.length);
        length += row.length;
        rows++;
        if (chunker.endsChunk(row)) {
            endChunk();
        }
    }

    /** Ends the last chunk; all of them. */
    List<Chunk> finish() throws IOException {
        if (rows > 0) {
            endChunk();
        }
        return chunks;
    }

    private void endChunk() throws IOException {
        Chunk chunk = new Chunk(Digest.of(buffer, length), rows, length);
        sink.take(chunk, buffer);
        chunks.add(chunk);
        length = 0;
        rows = 0;
    }
}
