package io.marquee.workhorse.ingestion.imdb;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Names by ordinal, as bytes in large chunks: a {@code String} each would cost three times the memory. */
final class NameStore {

    private static final int CHUNK = 1 << 20;
    private static final int MAX_LENGTH = 1 << 10;

    private final List<byte[]> chunks = new ArrayList<>();
    private int used = CHUNK;
    /** Chunk and offset in one, plus 1; 0 means that there is no name. */
    private long[] places = new long[0];

    void reserve(int count) {
        places = new long[count];
        chunks.clear();
        used = CHUNK;
    }

    /** Keeps a name, at most its first 1024 bytes, with the length in front. */
    void put(int ordinal, byte[] bytes, int start, int end) {
        int length = Math.min(end - start, MAX_LENGTH);
        if (used + 2 + length > CHUNK) {
            chunks.add(new byte[CHUNK]);
            used = 0;
        }
        byte[] chunk = chunks.getLast();
        places[ordinal] = (long) (chunks.size() - 1) * CHUNK + used + 1;
        chunk[used] = (byte) (length >> 8);
        chunk[used + 1] = (byte) length;
        System.arraycopy(bytes, start, chunk, used + 2, length);
        used += 2 + length;
    }

    @Nullable
    String get(int ordinal) {
        if (ordinal >= places.length || places[ordinal] == 0) {
            return null;
        }
        long place = places[ordinal] - 1;
        byte[] chunk = chunks.get((int) (place / CHUNK));
        int at = (int) (place % CHUNK);
        int length = (chunk[at] & 0xFF) << 8 | chunk[at + 1] & 0xFF;
        return new String(chunk, at + 2, length, StandardCharsets.UTF_8);
    }
}
