package io.marquee.journey.demo;

import io.marquee.cli.output.Table;
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
        Table table = new Table().text("step").text("what").figure("count").figure("seconds");
        for (Row row : rows) {
            table.row(
                    row.step(),
                    row.what(),
                    String.format(Locale.ROOT, "%,d", row.count()),
                    String.format(Locale.ROOT, "%.1f", row.seconds()));
        }
        table.row("total", "", "", String.format(Locale.ROOT, "%.1f", totalSeconds()));
        terminal.table(table);
    }
}
