package io.marquee.workhorse.ingestion.imdb;

import io.marquee.contract.problem.ProblemException;
import io.marquee.contract.problem.ProblemType;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lines of a tab-separated file with a header, as bytes: there is no quoting, a field ends at a tab and a line at LF or CRLF.
 * Nothing is decoded or copied before somebody asks for it. Fields are looked for from the left only as far as they are
 * asked for, so passing over a line costs little more than finding its end.
 */
final class TsvReader implements Closeable {

    private final ReadAhead ahead;
    private final String name;
    private byte[] buffer = new byte[0];
    private int position;
    private int limit;
    private long line;
    private int lineStart;
    private int lineEnd;
    private boolean tooLong;
    private List<String> header = List.of();
    /** Where the fields found so far begin; a field ends one before the next begins. */
    private int[] starts = new int[64];

    private int found;
    private boolean allFound;

    private TsvReader(ReadAhead ahead, String name) {
        this.ahead = ahead;
        this.name = name;
    }

    /**
     * Reads the header.
     *
     * @throws ProblemException when there is none
     */
    static TsvReader open(ReadAhead ahead, String name) throws IOException {
        TsvReader reader = new TsvReader(ahead, name);
        try {
            if (!reader.next()) {
                throw new ProblemException(ProblemType.UNPROCESSABLE, name + " is empty, a header is needed");
            }
            List<String> header = new ArrayList<>();
            for (int i = 0; i < reader.fieldCount(); i++) {
                header.add(reader.text(i));
            }
            reader.header = List.copyOf(header);
            reader.starts = new int[header.size() + 2];
            return reader;
        } catch (IOException | RuntimeException e) {
            ahead.close();
            throw e;
        }
    }

    /**
     * Position of a column.
     *
     * @throws ProblemException when the header does not have it, naming it
     */
    int column(String column) {
        int position = header.indexOf(column);
        if (position < 0) {
            String shown = String.join(",", header);
            throw new ProblemException(
                    ProblemType.UNPROCESSABLE,
                    name + ": column '" + column + "' is missing, the header is: "
                            + (shown.length() > 300 ? shown.substring(0, 300) + "…" : shown));
        }
        return position;
    }

    /** How many columns the header has. */
    int width() {
        return header.size();
    }

    /** Goes to the next line that is not empty; false at the end. */
    boolean next() throws IOException {
        do {
            if (!nextLine()) {
                return false;
            }
        } while (lineStart == lineEnd && !tooLong);
        return true;
    }

    /** Number of the present line, from 1. */
    long line() {
        return line;
    }

    /** Whether the present line is longer than {@link ReadAhead#HEADROOM} bytes; it has no fields then. */
    boolean tooLong() {
        return tooLong;
    }

    /** The present line; its beginning when it is too long. */
    String raw() {
        return decode(lineStart, lineEnd);
    }

    /** How many fields the present line has; at most one more than the header has is told apart. */
    int fieldCount() {
        find(starts.length - 2);
        return found;
    }

    /** Whether the present line has that field. */
    boolean has(int field) {
        return find(field);
    }

    byte[] buffer() {
        return buffer;
    }

    /** First byte of a field that is there. */
    int start(int field) {
        return starts[field];
    }

    /** Behind the last byte of a field that is there. */
    int end(int field) {
        return starts[field + 1] - 1;
    }

    /** Whether a field says that the value is not known. */
    boolean isNull(int field) {
        int start = starts[field];
        int length = end(field) - start;
        return length == 0 || length == 2 && buffer[start] == '\\' && buffer[start + 1] == 'N';
    }

    String text(int field) {
        return decode(start(field), end(field));
    }

    /** A field's digits as a number; -1 when there are none, other characters, or more than 18. */
    long number(int field) {
        return Digits.parse(buffer, start(field), end(field));
    }

    /** The number in an id such as {@code tt0114709}; -1 when the field does not look like that. */
    long id(int field, char letter1, char letter2) {
        int start = start(field);
        if (end(field) - start < 3 || buffer[start] != letter1 || buffer[start + 1] != letter2) {
            return -1;
        }
        return Digits.parse(buffer, start + 2, end(field));
    }

    @Override
    public void close() throws IOException {
        ahead.close();
    }

    /** Looks for fields up to that one. */
    private boolean find(int field) {
        int at = found == 0 ? lineStart : starts[found];
        while (found <= field && !allFound) {
            starts[found] = at;
            while (at < lineEnd && buffer[at] != '\t') {
                at++;
            }
            found++;
            allFound = at == lineEnd;
            at++;
            starts[found] = at;
        }
        return field < found;
    }

    private boolean nextLine() throws IOException {
        found = 0;
        allFound = false;
        tooLong = false;
        while (true) {
            int end = LineFeeds.first(buffer, position, limit);
            if (end >= 0) {
                take(end, end + 1);
                return true;
            }
            if (limit - position > ReadAhead.HEADROOM) {
                return passOver();
            }
            if (!advance()) {
                if (position == limit) {
                    return false;
                }
                take(limit, limit);
                return true;
            }
        }
    }

    private void take(int end, int nextPosition) {
        line++;
        lineStart = position;
        lineEnd = end > position && buffer[end - 1] == '\r' ? end - 1 : end;
        position = nextPosition;
        if (line == 1 && startsWithByteOrderMark()) {
            lineStart += 3;
        }
        if (lineEnd - lineStart > ReadAhead.HEADROOM) {
            tooLong = true;
            lineEnd = lineStart + 2000;
            allFound = true;
        }
    }

    /** Goes behind a line that is too long to be kept; its beginning is what {@link #raw} shows. */
    private boolean passOver() throws IOException {
        byte[] beginning = Arrays.copyOfRange(buffer, position, position + 2000);
        boolean more = true;
        int end = -1;
        while (more && end < 0) {
            position = limit;
            more = advance();
            end = LineFeeds.first(buffer, position, limit);
        }
        position = end < 0 ? limit : end + 1;
        // The room in front of the block is free: no line begins there now.
        System.arraycopy(beginning, 0, buffer, 0, beginning.length);
        line++;
        lineStart = 0;
        lineEnd = beginning.length;
        tooLong = true;
        allFound = true;
        return true;
    }

    /** Puts what is left of this block in front of the next one. */
    private boolean advance() throws IOException {
        byte[] rest = Arrays.copyOfRange(buffer, position, limit);
        ReadAhead.Block block = ahead.next();
        if (block == null) {
            buffer = rest.length < 2000 ? Arrays.copyOf(rest, 2000) : rest;
            position = 0;
            limit = rest.length;
            return false;
        }
        buffer = block.bytes();
        position = ReadAhead.HEADROOM - rest.length;
        System.arraycopy(rest, 0, buffer, position, rest.length);
        limit = block.limit();
        return true;
    }

    private boolean startsWithByteOrderMark() {
        return lineEnd - lineStart >= 3
                && buffer[lineStart] == (byte) 0xEF
                && buffer[lineStart + 1] == (byte) 0xBB
                && buffer[lineStart + 2] == (byte) 0xBF;
    }

    private String decode(int start, int end) {
        return new String(buffer, start, end - start, StandardCharsets.UTF_8);
    }

    /** The file's name, for messages. */
    String name() {
        return name;
    }

    /** Why the present line cannot be taken apart; null when it can. */
    @Nullable
    String defect() {
        if (tooLong) {
            return "is longer than " + ReadAhead.HEADROOM + " bytes";
        }
        int fields = fieldCount();
        if (fields == width()) {
            return null;
        }
        return fields > width()
                ? "has more than " + width() + " fields, the header has " + width()
                : "has " + fields + (fields == 1 ? " field" : " fields") + ", the header has " + width();
    }
}
