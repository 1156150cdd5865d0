package io.marquee.workhorse.ingestion.load;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collection;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Rows into a table by {@code COPY … FROM STDIN}, text format. Add a row's columns in order, then {@link #endRow}; without
 * {@link #finish} nothing arrives.
 */
final class StagingCopy implements AutoCloseable {

    private static final int FLUSH_BYTES = 1 << 16;
    private static final byte[] REPLACEMENT = "\uFFFD".getBytes(StandardCharsets.UTF_8);

    private final CopyIn copy;
    private byte[] pending = new byte[FLUSH_BYTES + 4096];
    private int length;
    private boolean rowStarted;

    /**
     * Begins to copy.
     *
     * @param table with its columns in parentheses when not all are given
     */
    StagingCopy(Connection connection, String table) throws SQLException {
        this.copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn("COPY " + table + " FROM STDIN");
    }

    StagingCopy add(@Nullable Object value) {
        if (rowStarted) {
            put('\t');
        }
        rowStarted = true;
        switch (value) {
            case null -> {
                put('\\');
                put('N');
            }
            case Long number -> number(number);
            case Integer number -> number(number);
            case Collection<?> texts -> array(texts);
            default -> text(value.toString(), false);
        }
        return this;
    }

    void endRow() throws SQLException {
        put('\n');
        rowStarted = false;
        if (length >= FLUSH_BYTES) {
            flush();
        }
    }

    /** Completes the copy; how many rows arrived. */
    long finish() throws SQLException {
        flush();
        return copy.endCopy();
    }

    @Override
    public void close() throws SQLException {
        if (copy.isActive()) {
            copy.cancelCopy();
        }
    }

    private void flush() throws SQLException {
        copy.writeToCopy(pending, 0, length);
        length = 0;
    }

    private void put(int ascii) {
        if (length == pending.length) {
            pending = Arrays.copyOf(pending, 2 * length);
        }
        pending[length++] = (byte) ascii;
    }

    private void number(long number) {
        // Long.MIN_VALUE has no positive counterpart.
        if (number < 0) {
            text(Long.toString(number), false);
            return;
        }
        int digits = 1;
        for (long rest = number; rest >= 10; rest /= 10) {
            digits++;
        }
        if (length + digits > pending.length) {
            pending = Arrays.copyOf(pending, 2 * pending.length);
        }
        length += digits;
        long rest = number;
        for (int at = length - 1; at >= length - digits; at--) {
            pending[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }

    private void array(Collection<?> texts) {
        put('{');
        boolean first = true;
        for (Object text : texts) {
            if (!first) {
                put(',');
            }
            first = false;
            put('"');
            text(text.toString(), true);
            put('"');
        }
        put('}');
    }

    /** Writes UTF-8; inside an array's quotes, quote and backslash are escaped once more. */
    private void text(String text, boolean inArray) {
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            switch (character) {
                case '\\' -> ascii(inArray ? "\\\\\\\\" : "\\\\");
                case '"' -> ascii(inArray ? "\\\\\"" : "\"");
                case '\t' -> ascii("\\t");
                case '\n' -> ascii("\\n");
                case '\r' -> ascii("\\r");
                // PostgreSQL's text cannot hold it.
                case '\0' -> bytes(REPLACEMENT);
                default -> {
                    if (character < 0x80) {
                        put(character);
                    } else {
                        i += encode(text, i);
                    }
                }
            }
        }
    }

    /** Writes the character at that place, which is not ASCII; how many more places it took. */
    private int encode(String text, int at) {
        char character = text.charAt(at);
        if (character < 0x800) {
            put(0xC0 | character >> 6);
            put(0x80 | character & 0x3F);
            return 0;
        }
        if (!Character.isSurrogate(character)) {
            put(0xE0 | character >> 12);
            put(0x80 | character >> 6 & 0x3F);
            put(0x80 | character & 0x3F);
            return 0;
        }
        int codePoint = text.codePointAt(at);
        if (Character.charCount(codePoint) == 1) {
            // Half a pair is no character.
            bytes(REPLACEMENT);
            return 0;
        }
        put(0xF0 | codePoint >> 18);
        put(0x80 | codePoint >> 12 & 0x3F);
        put(0x80 | codePoint >> 6 & 0x3F);
        put(0x80 | codePoint & 0x3F);
        return 1;
    }

    private void ascii(String text) {
        for (int i = 0; i < text.length(); i++) {
            put(text.charAt(i));
        }
    }

    private void bytes(byte[] bytes) {
        for (byte one : bytes) {
            put(one);
        }
    }
}
