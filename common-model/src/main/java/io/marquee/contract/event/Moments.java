package io.marquee.contract.event;

import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Reads moments as {@link Instant#toString()} writes those of our time, {@code 2026-11-22T08:15:30.123456Z}, with seconds and up
 * to nine decimals of them. A formatter reads far more, and takes ten times as long.
 */
final class Moments {

    private static final int DATE_AND_TIME = "2026-11-22T08:15:30".length();
    private static final int DECIMALS = 9;

    private Moments() {}

    /** The moment; null when the text is not of that form, which does not mean that it is none. */
    static @Nullable Instant read(char[] text, int offset, int length) {
        int end = offset + length - 1;
        if (length <= DATE_AND_TIME
                || length > DATE_AND_TIME + 1 + DECIMALS + 1
                || text[end] != 'Z'
                || text[offset + 4] != '-'
                || text[offset + 7] != '-'
                || text[offset + 10] != 'T'
                || text[offset + 13] != ':'
                || text[offset + 16] != ':') {
            return null;
        }
        int year = number(text, offset, 4);
        int month = number(text, offset + 5, 2);
        int day = number(text, offset + 8, 2);
        int hour = number(text, offset + 11, 2);
        int minute = number(text, offset + 14, 2);
        int second = number(text, offset + 17, 2);
        int nano = nano(text, offset + DATE_AND_TIME, end);
        if (year < 0 || month < 1 || month > 12 || day < 1 || nano < 0) {
            return null;
        }
        if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) {
            return null;
        }
        if (day > 28 && day > LocalDate.of(year, month, 1).lengthOfMonth()) {
            return null;
        }
        long days = LocalDate.of(year, month, day).toEpochDay();
        return Instant.ofEpochSecond(((days * 24 + hour) * 60 + minute) * 60 + second, nano);
    }

    /** Decimals of a second from the point on, if there is one; negative when it is something else. */
    private static int nano(char[] text, int from, int end) {
        if (from == end) {
            return 0;
        }
        int digits = end - from - 1;
        if (text[from] != '.' || digits == 0) {
            return -1;
        }
        int nano = number(text, from + 1, digits);
        for (int i = digits; i < DECIMALS; i++) {
            nano *= 10;
        }
        return nano;
    }

    /** Digits as a number; negative when there is anything else among them. At most nine. */
    private static int number(char[] text, int from, int digits) {
        int number = 0;
        for (int i = from; i < from + digits; i++) {
            int digit = text[i] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = number * 10 + digit;
        }
        return number;
    }
}
