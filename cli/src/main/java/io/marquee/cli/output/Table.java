package io.marquee.cli.output;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Rows under a header, columns as wide as their widest cell. Control characters in cells are shown as dots. */
public final class Table {

    private static final int GAP = 2;

    private record Column(String name, boolean right, int maxWidth) {}

    private final List<Column> columns = new ArrayList<>();
    private final List<List<String>> rows = new ArrayList<>();

    /** A column of text. */
    public Table text(String name) {
        return text(name, Integer.MAX_VALUE);
    }

    /** A column of text of which no more than that many cells are shown. */
    public Table text(String name, int maxWidth) {
        columns.add(new Column(name, false, maxWidth));
        return this;
    }

    /** A column of figures, which end below one another. */
    public Table figure(String name) {
        columns.add(new Column(name, true, Integer.MAX_VALUE));
        return this;
    }

    /**
     * Adds a row.
     *
     * @throws IllegalArgumentException when it has another number of cells than there are columns
     */
    public Table row(String... cells) {
        return row(Arrays.asList(cells));
    }

    /** As {@link #row(String...)}. */
    public Table row(List<String> cells) {
        if (cells.size() != columns.size()) {
            throw new IllegalArgumentException(
                    "the table has " + columns.size() + " columns, got a row of " + cells.size() + ": " + cells);
        }
        List<String> shown = new ArrayList<>();
        for (int i = 0; i < cells.size(); i++) {
            shown.add(Width.cut(Width.harmless(cells.get(i)), columns.get(i).maxWidth()));
        }
        rows.add(shown);
        return this;
    }

    /** Whether there is no row. */
    public boolean isEmpty() {
        return rows.isEmpty();
    }

    /** The header. */
    String header() {
        return line(columns.stream().map(Column::name).toList());
    }

    /** The line below the header. */
    String rule() {
        return "─".repeat(IntStream.of(widths()).sum() + GAP * (columns.size() - 1));
    }

    /** The rows. */
    List<String> body() {
        return rows.stream().map(this::line).toList();
    }

    /** All lines, without colours. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>(List.of(header(), rule()));
        lines.addAll(body());
        return lines;
    }

    private String line(List<String> cells) {
        int[] widths = widths();
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            String cell = cells.get(i);
            String space = " ".repeat(widths[i] - Width.of(cell));
            line.append(i == 0 ? "" : " ".repeat(GAP));
            line.append(columns.get(i).right() ? space + cell : cell + space);
        }
        return line.toString().stripTrailing();
    }

    private int[] widths() {
        return IntStream.range(0, columns.size())
                .map(i -> Math.max(
                        Width.of(columns.get(i).name()),
                        rows.stream()
                                .mapToInt(row -> Width.of(row.get(i)))
                                .max()
                                .orElse(0)))
                .toArray();
    }
}
