package io.marquee.cli.output;

import java.util.List;
import java.util.stream.Collectors;

/** Counts as a row of bars of different height, one character each. */
public final class Histogram {

    private static final String BARS = "▁▂▃▄▅▆▇█";

    private Histogram() {}

    /** The tallest bar stands for the greatest count; a count of 0 has none. Empty for no counts. */
    public static String of(List<Long> counts) {
        long most = counts.stream().mapToLong(Long::longValue).max().orElse(0);
        return counts.stream().map(count -> bar(count, most)).collect(Collectors.joining());
    }

    private static String bar(long count, long most) {
        if (count <= 0) {
            return " ";
        }
        int height = (int) Math.ceil((double) count / most * BARS.length()) - 1;
        return BARS.substring(height, height + 1);
    }
}
