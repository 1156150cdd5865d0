package io.marquee.workhorse.ingestion;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Rows into a table by {@code COPY … FROM STDIN}, text format. Add a row's columns in order, then {@link #endRow}; without
 * {@link #finish} nothing arrives.
 */
final class StagingCopy implements AutoCloseable {

    private static final int FLUSH_CHARS = 1 << 16;

    private final CopyIn copy;
    private final StringBuilder pending = new StringBuilder(FLUSH_CHARS + 4096);
    private boolean rowStarted;

    StagingCopy(Connection connection, String table) throws SQLException {
        this.copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn("COPY " + table + " FROM STDIN");
    }

    StagingCopy add(@Nullable Object value) {
        if (rowStarted) {
            pending.append('\t');
        }
        rowStarted = true;
        switch (value) {
            case null -> pending.append("\\N");
            case Instant instant -> pending.append(instant);
            case Number number -> pending.append(number);
            case Collection<?> texts -> escape(arrayLiteral(texts));
            default -> escape(value.toString());
        }
        return this;
    }

    void endRow() throws SQLException {
        pending.append('\n');
        rowStarted = false;
        if (pending.length() >= FLUSH_CHARS) {
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
        byte[] bytes = pending.toString().getBytes(StandardCharsets.UTF_8);
        copy.writeToCopy(bytes, 0, bytes.length);
        pending.setLength(0);
    }

    private void escape(String text) {
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            switch (character) {
                case '\\' -> pending.append("\\\\");
                case '\t' -> pending.append("\\t");
                case '\n' -> pending.append("\\n");
                case '\r' -> pending.append("\\r");
                // PostgreSQL's text cannot hold it.
                case '\0' -> pending.append('\uFFFD');
                default -> pending.append(character);
            }
        }
    }

    private static String arrayLiteral(Collection<?> texts) {
        StringBuilder literal = new StringBuilder("{");
        for (Object text : texts) {
            if (literal.length() > 1) {
                literal.append(',');
            }
            literal.append('"')
                    .append(text.toString().replace("\\", "\\\\").replace("\"", "\\\""))
                    .append('"');
        }
        return literal.append('}').toString();
    }
}
