package io.marquee.cli.output;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Figures as people read them: thousands apart, units that fit the size. */
public final class Figures {

    private static final String[] BYTE_UNITS = {"B", "kB", "MB", "GB", "TB"};
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

    private Figures() {}

    /** {@code 1,234,567}. */
    public static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** A count with its word: {@code 1 row}, {@code 2 rows}. */
    public static String count(long number, String word) {
        return count(number) + " " + word + (number == 1 ? "" : "s");
    }

    /** {@code 0.4 s}, {@code 59.9 s}, {@code 3 min 5 s}, {@code 2 h 7 min}. */
    public static String duration(Duration time) {
        if (time.toMillis() < 59_950) {
            return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1e3);
        }
        long seconds = Math.round(time.toMillis() / 1e3);
        return seconds < 3_600
                ? seconds / 60 + " min " + seconds % 60 + " s"
                : seconds / 3_600 + " h " + seconds % 3_600 / 60 + " min";
    }

    /** Decimal units: {@code 999 B}, {@code 1.0 kB}, {@code 34.6 MB}. */
    public static String bytes(long bytes) {
        double value = bytes;
        int unit = 0;
        while (value >= 999.95 && unit < BYTE_UNITS.length - 1) {
            value /= 1_000;
            unit++;
        }
        return unit == 0 ? bytes + " B" : String.format(Locale.ROOT, "%.1f %s", value, BYTE_UNITS[unit]);
    }

    /** How many a second: {@code 312,000 rows/s}, {@code 2.5 requests/s}. */
    public static String rate(double perSecond, String unit) {
        return (perSecond >= 10 ? count(Math.round(perSecond)) : String.format(Locale.ROOT, "%.1f", perSecond)) + " "
                + unit + "/s";
    }

    /** {@code 52 %}; never rounded up to 100. */
    public static String percent(double share) {
        long percent = Math.round(100 * share);
        return (share < 1 ? Math.min(99, percent) : percent) + " %";
    }

    /** A score from 0 to 1 with three decimals, cut, so that 1 means all: {@code 0.999}, {@code 1}. */
    public static String score(double score) {
        return score >= 1 ? "1" : String.format(Locale.ROOT, "%.3f", Math.floor(score * 1_000) / 1_000);
    }

    /** At most four decimals, none that are noise: {@code 3.5}, {@code 7}, {@code 0.0021}, {@code 4,286}. */
    public static String number(double value) {
        if (value == Math.rint(value) && Math.abs(value) < 1e15) {
            return count((long) value);
        }
        String text = String.format(Locale.ROOT, Math.abs(value) >= 1 ? "%,.2f" : "%.4f", value);
        return text.replaceAll("0+$", "").replaceAll("\\.$", "");
    }

    /** A point in time in that zone, to the second. */
    public static String time(Instant instant, ZoneId zone) {
        return TIME.format(instant.atZone(zone));
    }
}
