package io.marquee.workhorse.feature.feast;

import java.time.LocalDate;
import java.util.Arrays;

/**
 * Moments as protobuf's JSON writes them: no fraction, or one of 3, 6 or 9 digits. Source: feast
 * {@code sdk/python/feast/feature_server_utils.py}, {@code _timestamp_to_str}.
 */
final class Rfc3339 {

    private static final int SECONDS_PER_DAY = 86_400;

    private Rfc3339() {}

    /**
     * The moment in quotes.
     *
     * @param seconds since the epoch
     * @param nanos that belong to it, 0 to 999,999,999
     */
    static byte[] quoted(long seconds, int nanos) {
        LocalDate day = LocalDate.ofEpochDay(Math.floorDiv(seconds, SECONDS_PER_DAY));
        int second = Math.floorMod(seconds, SECONDS_PER_DAY);
        JsonBytes out = new JsonBytes(36)
                .raw('"')
                .padded(day.getYear(), 4)
                .raw('-')
                .padded(day.getMonthValue(), 2)
                .raw('-')
                .padded(day.getDayOfMonth(), 2)
                .raw('T')
                .padded(second / 3600, 2)
                .raw(':')
                .padded(second / 60 % 60, 2)
                .raw(':')
                .padded(second % 60, 2);
        if (nanos % 1_000_000 == 0) {
            if (nanos != 0) {
                out.raw('.').padded(nanos / 1_000_000, 3);
            }
        } else if (nanos % 1_000 == 0) {
            out.raw('.').padded(nanos / 1_000, 6);
        } else {
            out.raw('.').padded(nanos, 9);
        }
        out.raw('Z').raw('"');
        return Arrays.copyOf(out.array(), out.length());
    }
}
