package io.marquee.workhorse.tracking.artifact;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a request's {@code Range} header asks for (RFC 9110, 14.2), of a file whose size is known. */
sealed interface ByteRange {

    /** All of it: no range, or one that servers are to overlook: another unit, several ranges, broken syntax. */
    record Whole() implements ByteRange {}

    /**
     * A part.
     *
     * @param first offset of the first byte
     * @param last offset of the last byte
     */
    record Part(long first, long last) implements ByteRange {

        long length() {
            return last - first + 1;
        }
    }

    /** A part that the file does not have. */
    record Unsatisfiable() implements ByteRange {}

    /** One range of at most 18 digits a side, so that both are numbers. */
    Pattern SYNTAX = Pattern.compile("bytes=\\s*(\\d{0,18})-(\\d{0,18})\\s*");

    /** Reads a header; null when there is none. */
    static ByteRange parse(@Nullable String header, long size) {
        if (header == null) {
            return new Whole();
        }
        Matcher matcher = SYNTAX.matcher(header);
        if (!matcher.matches()) {
            return new Whole();
        }
        String from = matcher.group(1);
        String to = matcher.group(2);
        if (from.isEmpty()) {
            return to.isEmpty() ? new Whole() : suffix(Long.parseLong(to), size);
        }
        long first = Long.parseLong(from);
        long last = to.isEmpty() ? Long.MAX_VALUE : Long.parseLong(to);
        if (last < first) {
            return new Whole();
        }
        return first >= size ? new Unsatisfiable() : new Part(first, Math.min(last, size - 1));
    }

    private static ByteRange suffix(long length, long size) {
        return length == 0 || size == 0 ? new Unsatisfiable() : new Part(Math.max(0, size - length), size - 1);
    }
}
