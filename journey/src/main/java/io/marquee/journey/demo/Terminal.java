package io.marquee.journey.demo;

import io.marquee.cli.output.Table;
import java.io.PrintStream;
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

    void table(Table table) {
        clear();
        List<String> lines = table.lines();
        out.println("  " + bold(lines.getFirst()));
        out.println("  " + dim(lines.get(1)));
        lines.stream().skip(2).forEach(line -> out.println("  " + line));
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
