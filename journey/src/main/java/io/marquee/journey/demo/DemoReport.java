package io.marquee.journey.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What was done, how much of it and how long it took: the closing table. */
public final class DemoReport {

    private record Row(String step, String what, long count, double seconds) {}

    private final List<Row> rows = new ArrayList<>();

    void add(String step, String what, long count, double seconds) {
        rows.add(new Row(step, what, count, seconds));
    }

    /** The names of the steps that were done, in order. */
    public List<String> steps() {
        return rows.stream().map(Row::step).toList();
    }

    double totalSeconds() {
        return rows.stream().mapToDouble(Row::seconds).sum();
    }

    void print(Terminal terminal) {
        List<List<String>> cells = new ArrayList<>();
        for (Row row : rows) {
            cells.add(List.of(
                    row.step(),
                    row.what(),
                    String.format(Locale.ROOT, "%,d", row.count()),
                    String.format(Locale.ROOT, "%.1f", row.seconds())));
        }
        cells.add(List.of("total", "", "", String.format(Locale.ROOT, "%.1f", totalSeconds())));
        terminal.table(List.of("step", "what", "count", "seconds"), cells);
    }
}
