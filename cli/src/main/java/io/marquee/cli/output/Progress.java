package io.marquee.cli.output;

import java.io.PrintStream;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How far a step is: a bar that moves on a terminal, a line every few seconds elsewhere. What is left is estimated from the
 * share that is done. Not thread-safe.
 */
public final class Progress implements AutoCloseable {

    private static final int BAR = 24;

    /** Without a terminal progress is a log, and a log wants a line now and then. */
    private static final Duration LOG_PAUSE = Duration.ofSeconds(4);

    /** An estimate from less than this is a guess. */
    private static final double ENOUGH = 0.03;

    private final PrintStream out;
    private final String label;
    private final boolean moving;
    private final boolean colours;
    private final int width;
    private final LongSupplier nanos;
    private final long start;
    private long shownAt;
    private boolean shown;

    Progress(PrintStream out, String label, boolean moving, boolean colours, int width, LongSupplier nanos) {
        this.out = out;
        this.label = label;
        this.moving = moving;
        this.colours = colours;
        this.width = width;
        this.nanos = nanos;
        this.start = nanos.getAsLong();
        this.shownAt = start;
    }

    /** A step of which it is not known how much there is to do. */
    public void at(String text) {
        show("", text, "");
    }

    /**
     * A step of which that share is done.
     *
     * @param share 0 to 1
     */
    public void at(double share, String text) {
        double done = Math.clamp(share, 0, 1);
        show(
                bar(done) + " "
                        + " ".repeat(Math.max(0, 5 - Figures.percent(done).length())) + Figures.percent(done),
                text,
                left(done));
    }

    /** Time since the step began. */
    public Duration elapsed() {
        return Duration.ofNanos(nanos.getAsLong() - start);
    }

    /** Takes the bar away; what comes next is the result. */
    @Override
    public void close() {
        if (moving && shown) {
            out.print("\r\u001b[2K");
            out.flush();
        }
    }

    private void show(String bar, String text, String left) {
        if (moving) {
            String line = Width.cut(words(label, bar, text, left), width - 1);
            out.print("\r\u001b[2K" + (colours ? "\u001b[2m" + line + "\u001b[0m" : line));
            out.flush();
            shown = true;
        } else if (nanos.getAsLong() - shownAt >= LOG_PAUSE.toNanos()) {
            out.println(words(label, bar.isEmpty() ? "" : bar.substring(BAR).strip(), text, left));
            shownAt = nanos.getAsLong();
        }
    }

    private String left(double done) {
        if (done < ENOUGH || done >= 1) {
            return "";
        }
        double seconds = elapsed().toMillis() / 1e3 * (1 - done) / done;
        return seconds < 1
                ? ""
                : Figures.duration(Duration.ofSeconds(Math.round(seconds))).replace(".0 s", " s") + " left";
    }

    private static String bar(double share) {
        int full = (int) Math.floor(share * BAR);
        return "█".repeat(full) + "░".repeat(BAR - full);
    }

    private static String words(String... words) {
        StringBuilder line = new StringBuilder();
        for (String word : words) {
            line.append(word.isEmpty() || line.isEmpty() ? "" : "  ").append(Width.harmless(word));
        }
        return line.toString();
    }
}
