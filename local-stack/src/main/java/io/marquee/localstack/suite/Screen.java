package io.marquee.localstack.suite;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/** Writes for people: aligned, and coloured only where colours are seen. */
final class Screen implements SuiteProgress {

    private static final long MEBI = 1L << 20;

    private final PrintStream out;
    private final boolean colours;

    Screen(PrintStream out, boolean colours) {
        this.out = out;
        this.colours = colours;
    }

    /** Standard output; coloured on a terminal, unless {@code NO_COLOR} is set. */
    static Screen standard() {
        boolean terminal = System.console() != null && System.console().isTerminal();
        return new Screen(System.out, terminal && System.getenv("NO_COLOR") == null);
    }

    void line(String text) {
        out.println(text);
    }

    String bold(String text) {
        return colour("1", text);
    }

    String green(String text) {
        return colour("32", text);
    }

    String yellow(String text) {
        return colour("33", text);
    }

    String red(String text) {
        return colour("31", text);
    }

    String dim(String text) {
        return colour("2", text);
    }

    @Override
    public synchronized void ready(String name, String address, Duration took, boolean alreadyRunning) {
        String time = alreadyRunning ? "ran already" : seconds(took);
        out.printf("  %s %-13s %11s  %s%n", green("✓"), name, time, dim(address));
    }

    @Override
    public synchronized void stopped(String name, Duration took, boolean wasRunning) {
        if (wasRunning) {
            out.printf("  %s %-13s %11s%n", green("■"), name, seconds(took));
        }
    }

    static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
    }

    static String mebibytes(long bytes) {
        return bytes == 0 ? "-" : bytes / MEBI + " MB";
    }

    /** The two largest units: {@code 3d 4h}, {@code 4h 5m}, {@code 5m 6s}, {@code 6s}. */
    static String age(Duration time) {
        if (time.isZero()) {
            return "-";
        }
        if (time.toDays() > 0) {
            return time.toDays() + "d " + time.toHoursPart() + "h";
        }
        if (time.toHours() > 0) {
            return time.toHours() + "h " + time.toMinutesPart() + "m";
        }
        return time.toMinutes() > 0 ? time.toMinutes() + "m " + time.toSecondsPart() + "s" : time.toSecondsPart() + "s";
    }

    private String colour(String code, String text) {
        return colours ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
