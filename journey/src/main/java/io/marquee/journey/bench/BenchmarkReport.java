package io.marquee.journey.bench;

import io.marquee.cli.output.Table;
import java.util.List;
import java.util.Locale;

/**
 * What a benchmark measured.
 *
 * @param notes what a reader has to know beside the figures: sizes, memory, what was checked
 */
public record BenchmarkReport(String title, List<Measurement> measurements, List<String> notes) {

    public BenchmarkReport {
        measurements = List.copyOf(measurements);
        notes = List.copyOf(notes);
    }

    /** The report as a table for people. */
    public String render() {
        Table table = new Table()
                .text("work")
                .figure("units")
                .text("")
                .figure("seconds")
                .figure("per second")
                .figure("ratio")
                .text("wanted")
                .text("");
        for (Measurement line : measurements) {
            table.row(
                    line.what(),
                    text("%,d", line.units()),
                    line.unit(),
                    text("%.2f", line.seconds()),
                    text("%,.0f", line.perSecond()),
                    line.ratio().isPresent() ? text("%.2f", line.ratio().getAsDouble()) : "reference",
                    line.limit(),
                    line.limit().isEmpty() ? "" : line.within() ? "met" : "NOT MET");
        }
        StringBuilder report = new StringBuilder("\n  ").append(title).append("\n\n");
        table.lines().forEach(line -> report.append("  ").append(line).append('\n'));
        notes.forEach(note -> report.append("\n  ").append(note));
        return report.append('\n').toString();
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
