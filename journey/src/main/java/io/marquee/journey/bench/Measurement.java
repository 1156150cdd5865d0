package io.marquee.journey.bench;

import java.util.List;
import java.util.OptionalDouble;

/**
 * One line of a report.
 *
 * @param what was done
 * @param units how much of it, for example rows
 * @param unit what the units are
 * @param seconds of wall time
 * @param ratio to the reference; for times work ÷ reference, for speeds the same turned round, as the limit says
 * @param limit what is wanted of the ratio, for example {@code time ≤ 2.5 ×}; empty for a reference
 * @param within whether it was met
 */
public record Measurement(
        String what, long units, String unit, double seconds, OptionalDouble ratio, String limit, boolean within) {

    /** A reference: others are compared with it. */
    public static Measurement reference(String what, long units, String unit, double seconds) {
        return new Measurement(what, units, unit, seconds, OptionalDouble.empty(), "", true);
    }

    /** Work that may take at most {@code factor} times as long as the reference. */
    public static Measurement timeAtMost(
            double factor, Measurement reference, String what, long units, String unit, double seconds) {
        double ratio = seconds / reference.seconds();
        return new Measurement(
                what, units, unit, seconds, OptionalDouble.of(ratio), "time ≤ " + factor + " ×", ratio <= factor);
    }

    /** Work that is to run at least at {@code factor} times the reference's speed. */
    public static Measurement speedAtLeast(
            double factor, Measurement reference, String what, long units, String unit, double seconds) {
        double ratio = units / seconds / reference.perSecond();
        return new Measurement(
                what, units, unit, seconds, OptionalDouble.of(ratio), "speed ≥ " + factor + " ×", ratio >= factor);
    }

    /** The middle one of an odd number of timings. */
    static double median(List<Double> seconds) {
        return seconds.stream()
                .sorted()
                .skip(seconds.size() / 2)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no median of nothing"));
    }

    /** Units a second. */
    public double perSecond() {
        return units / seconds;
    }
}
