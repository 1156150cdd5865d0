package io.marquee.cli.feature;

import io.marquee.cli.output.Figures;
import java.time.Duration;

/** Lengths of time as people say them. */
final class Ages {

    private static final long DAY = Duration.ofDays(1).toSeconds();
    private static final long HOUR = Duration.ofHours(1).toSeconds();

    private Ages() {}

    /** A time to live: {@code 30 d}, {@code 12 h}, {@code 90 s}; 0 is for ever. */
    static String ttl(long seconds) {
        if (seconds == 0) {
            return "forever";
        }
        if (seconds % DAY == 0) {
            return Figures.count(seconds / DAY) + " d";
        }
        return seconds % HOUR == 0 ? Figures.count(seconds / HOUR) + " h" : Figures.count(seconds) + " s";
    }

    /** How old something is: {@code 3 d}, {@code 2 h 7 min}, {@code 0.4 s}. */
    static String age(Duration age) {
        Duration positive = age.isNegative() ? Duration.ZERO : age;
        return positive.toSeconds() >= 2 * DAY
                ? Figures.count(positive.toSeconds() / DAY) + " d"
                : Figures.duration(positive);
    }
}
