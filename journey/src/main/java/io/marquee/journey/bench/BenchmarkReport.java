package io.marquee.journey.bench;

import java.util.ArrayList;
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
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("work", "units", "", "seconds", "per second", "ratio", "wanted", ""));
        for (Measurement line : measurements) {
            rows.add(List.of(
                    line.what(),
                    text("%,d", line.units()),
                    line.unit(),
                    text("%.2f", line.seconds()),
                    text("%,.0f", line.perSecond()),
                    line.ratio().isPresent() ? text("%.2f", line.ratio().getAsDouble()) : "reference",
                    line.limit(),
                    line.limit().isEmpty() ? "" : line.within() ? "met" : "NOT MET"));
        }
        StringBuilder table = new StringBuilder("\n  ").append(title).append("\n\n");
        for (List<String> row : rows) {
            StringBuilder cells = new StringBuilder("  ");
            for (int column = 0; column < row.size(); column++) {
                cells.append(padded(rows, column, row.get(column))).append("  ");
            }
            table.append(cells.toString().stripTrailing()).append('\n');
        }
        notes.forEach(note -> table.append("\n  ").append(note));
        return table.append('\n').toString();
    }

    private static String padded(List<List<String>> rows, int column, String cell) {
        int width =
                rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
        String space = " ".repeat(width - cell.length());
        boolean number = !cell.isEmpty() && Character.isDigit(cell.charAt(0));
        return number ? space + cell : cell + space;
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
