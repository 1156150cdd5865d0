package io.marquee.workhorse.snapshot;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows in the text format of PostgreSQL's COPY: fields parted by tabs, a line each, null as {@code \N}. */
final class RowText {

    private RowText() {}

    /** The fields of a line that ends before {@code end}. */
    static List<@Nullable String> fields(byte[] bytes, int start, int end) {
        List<@Nullable String> fields = new ArrayList<>();
        int from = start;
        for (int i = start; i <= end; i++) {
            if (i == end || bytes[i] == '\t') {
                fields.add(field(bytes, from, i));
                from = i + 1;
            }
        }
        return fields;
    }

    private static @Nullable String field(byte[] bytes, int start, int end) {
        if (end - start == 2 && bytes[start] == '\\' && bytes[start + 1] == 'N') {
            return null;
        }
        int escapes = 0;
        for (int i = start; i < end; i++) {
            escapes += bytes[i] == '\\' ? 1 : 0;
        }
        if (escapes == 0) {
            return new String(bytes, start, end - start, StandardCharsets.UTF_8);
        }
        byte[] plain = new byte[end - start];
        int length = 0;
        for (int i = start; i < end; i++) {
            plain[length++] = bytes[i] == '\\' && i + 1 < end ? unescaped(bytes[++i]) : bytes[i];
        }
        return new String(plain, 0, length, StandardCharsets.UTF_8);
    }

    /** PostgreSQL writes these and no others; see its documentation of COPY, "Text Format". */
    private static byte unescaped(byte letter) {
        return switch (letter) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'v' -> 0x0b;
            default -> letter;
        };
    }
}
