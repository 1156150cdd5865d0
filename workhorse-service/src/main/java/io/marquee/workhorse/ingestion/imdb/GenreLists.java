package io.marquee.workhorse.ingestion.imdb;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Genre lists such as {@code Action,Drama}. There are a few thousand different ones, so each is taken apart once. */
final class GenreLists {

    private static final int SLOTS = 1 << 12;

    private record Entry(byte[] bytes, List<String> genres) {}

    private final @Nullable Entry[] entries = new Entry[SLOTS];

    List<String> of(TsvReader row, int field) {
        byte[] buffer = row.buffer();
        int start = row.start(field);
        int end = row.end(field);
        int hash = 1;
        for (int i = start; i < end; i++) {
            hash = hash * 31 + buffer[i];
        }
        int slot = (hash ^ hash >>> 15) & SLOTS - 1;
        Entry entry = entries[slot];
        if (entry == null || !Arrays.equals(entry.bytes(), 0, entry.bytes().length, buffer, start, end)) {
            entry = new Entry(
                    Arrays.copyOfRange(buffer, start, end),
                    List.of(row.text(field).split(",", -1)));
            entries[slot] = entry;
        }
        return entry.genres();
    }
}
