package io.marquee.workhorse.ingestion.imdb;

/** Numbers from bytes. */
final class Digits {

    private static final int MAX_DIGITS = 18;

    private Digits() {}

    /** A whole number of 1 to 18 digits and nothing else; -1 for anything else. */
    static long parse(byte[] bytes, int start, int end) {
        if (end <= start || end - start > MAX_DIGITS) {
            return -1;
        }
        long value = 0;
        for (int i = start; i < end; i++) {
            int digit = bytes[i] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return value;
    }

    /** A number with at most one decimal, such as {@code 7.4} or {@code 10}, in tenths; -1 for anything else. */
    static long parseTenths(byte[] bytes, int start, int end) {
        if (end - start > 2 && bytes[end - 2] == '.') {
            long whole = parse(bytes, start, end - 2);
            long tenth = parse(bytes, end - 1, end);
            return whole < 0 || tenth < 0 ? -1 : whole * 10 + tenth;
        }
        long whole = parse(bytes, start, end);
        return whole < 0 ? -1 : whole * 10;
    }
}
