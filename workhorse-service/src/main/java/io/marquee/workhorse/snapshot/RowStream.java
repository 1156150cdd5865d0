package io.marquee.workhorse.snapshot;

import io.marquee.workhorse.snapshot.TableContent.Chunk;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows of a table's content, one by one; a chunk is in memory at a time, and chunks can be passed over unread. */
final class RowStream {

    /** Opens the content of chunks. */
    @FunctionalInterface
    interface Source {
        InputStream open(String sha256) throws IOException;
    }

    private final List<Chunk> chunks;
    private final Source source;
    private int next;
    private byte[] bytes = new byte[0];
    private int at;
    private @Nullable List<@Nullable String> row;

    RowStream(TableContent content, Source source) {
        this.chunks = content.chunks();
        this.source = source;
    }

    /** The row that comes next; null after the last. */
    @Nullable
    List<@Nullable String> peek() throws IOException {
        while (row == null && (at < bytes.length || next < chunks.size())) {
            if (at == bytes.length) {
                load(chunks.get(next++));
            } else {
                int end = at;
                while (bytes[end] != '\n') {
                    end++;
                }
                row = RowText.fields(bytes, at, end);
                at = end + 1;
            }
        }
        return row;
    }

    void advance() {
        row = null;
    }

    /** The chunk whose first row comes next; null when the next row is not the first of one. */
    @Nullable
    Chunk upcoming() {
        return row == null && at == bytes.length && next < chunks.size() ? chunks.get(next) : null;
    }

    /** Passes over the upcoming chunk. */
    void skip() {
        next++;
    }

    private void load(Chunk chunk) throws IOException {
        try (InputStream in = source.open(chunk.sha256())) {
            bytes = in.readAllBytes();
            at = 0;
        }
    }
}
