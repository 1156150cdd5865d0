package io.marquee.journey.demo;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Writes for a person: colours and moving progress on a terminal, plain lines in a file. */
public final class Terminal {

    private static final int LABEL = 14;

    /** Without a terminal progress is a log, and a log wants a line now and then. */
    private static final long LOG_PAUSE_NANOS = 4_000_000_000L;

    private final PrintStream out;
    private final boolean interactive;
    private String current = "";
    private String shown = "";
    private long shownAt = System.nanoTime();

    Terminal(PrintStream out, boolean interactive) {
        this.out = out;
        this.interactive = interactive;
    }

    /** A terminal when there is one, and nobody asked for plain output. */
    public static Terminal system() {
        boolean interactive = System.console() != null
                && System.console().isTerminal()
                && System.getenv("NO_COLOR") == null
                && !"dumb".equals(System.getenv("TERM"));
        return new Terminal(System.out, interactive);
    }

    void title(String text) {
        out.println();
        out.println("  " + bold(text));
        out.println();
    }

    /** Shows how far a step is; the next line of any kind takes its place. */
    void progress(String step, String text) {
        if (interactive) {
            out.print("\r\u001b[2K  " + dim("… ") + pad(step) + dim(text));
            out.flush();
        } else if (!text.isEmpty() && !text.equals(shown) && System.nanoTime() - shownAt > LOG_PAUSE_NANOS) {
            out.println("    " + pad(step) + text);
            shown = text;
            shownAt = System.nanoTime();
        }
        current = step + text;
    }

    /** A finished step. */
    void done(String step, String text, double seconds) {
        clear();
        out.println("  " + green("✓ ") + pad(step) + text + dim(String.format(Locale.ROOT, "  (%.1f s)", seconds)));
    }

    /** A line that belongs to the step above. */
    void detail(String text) {
        clear();
        out.println("    " + " ".repeat(LABEL) + text);
    }

    void failure(String text) {
        clear();
        out.println("  " + red("✗ ") + text);
    }

    void line(String text) {
        clear();
        out.println(text);
    }

    /** Prints rows under a header, columns as wide as their widest cell; numbers to the right. */
    void table(List<String> header, List<List<String>> rows) {
        clear();
        List<Integer> widths = new ArrayList<>();
        for (int column = 0; column < header.size(); column++) {
            int index = column;
            widths.add(Math.max(
                    header.get(column).length(),
                    rows.stream().mapToInt(row -> row.get(index).length()).max().orElse(0)));
        }
        out.println("  " + bold(cells(header, widths)));
        out.println("  "
                + dim("─".repeat(widths.stream().mapToInt(width -> width + 2).sum())));
        rows.forEach(row -> out.println("  " + cells(row, widths)));
    }

    private static String cells(List<String> row, List<Integer> widths) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < row.size(); column++) {
            String cell = row.get(column);
            String space = " ".repeat(widths.get(column) - cell.length());
            boolean number = cell.matches("[-+]?[0-9][0-9,.]*( s)?");
            line.append(number ? space + cell : cell + space).append("  ");
        }
        return line.toString().stripTrailing();
    }

    private void clear() {
        if (interactive && !current.isEmpty()) {
            out.print("\r\u001b[2K");
        }
        current = "";
    }

    private static String pad(String step) {
        return step + " ".repeat(Math.max(1, LABEL - step.length()));
    }

    private String bold(String text) {
        return coloured("1", text);
    }

    private String dim(String text) {
        return coloured("2", text);
    }

    private String green(String text) {
        return coloured("32", text);
    }

    private String red(String text) {
        return coloured("31", text);
    }

    private String coloured(String code, String text) {
        return interactive ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
