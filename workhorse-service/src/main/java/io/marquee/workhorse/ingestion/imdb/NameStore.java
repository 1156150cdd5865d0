package io.marquee.workhorse.ingestion.imdb;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Names by ordinal, as bytes in large chunks, 2 GB at most: a {@code String} each would cost three times the memory. */
final class NameStore {

    private static final int CHUNK = 1 << 20;
    private static final int MAX_CHUNKS = (1 << 11) - 1;
    private static final int MAX_LENGTH = 1 << 10;

    private final List<byte[]> chunks = new ArrayList<>();
    private int used = CHUNK;
    /** Chunk and offset in one, plus 1; 0 means that there is no name. */
    private int[] places = new int[0];

    void reserve(int count) {
        places = new int[count];
        chunks.clear();
        used = CHUNK;
    }

    /** Keeps a name, at most its first 1024 bytes, with the length in front. */
    void put(int ordinal, byte[] bytes, int start, int end) {
        int length = Math.min(end - start, MAX_LENGTH);
        if (used + 2 + length > CHUNK) {
            if (chunks.size() == MAX_CHUNKS) {
                throw new IllegalStateException("more than 2 GB of names");
            }
            chunks.add(new byte[CHUNK]);
            used = 0;
        }
        byte[] chunk = chunks.getLast();
        places[ordinal] = (chunks.size() - 1) * CHUNK + used + 1;
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
        int place = places[ordinal] - 1;
        byte[] chunk = chunks.get(place / CHUNK);
        int at = place % CHUNK;
        int length = (chunk[at] & 0xFF) << 8 | chunk[at + 1] & 0xFF;
        return new String(chunk, at + 2, length, StandardCharsets.UTF_8);
    }
}
