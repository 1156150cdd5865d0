package io.marquee.cli.output;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Where a command writes: results to standard output, everything about the way there (progress, failures) to standard error,
 * so that a result can be piped on.
 */
public final class Screen {

    private static final int DEFAULT_WIDTH = 100;
    private static final JsonMapper JSON = new JsonMapper();

    private final PrintStream out;
    private final PrintStream err;
    private final boolean coloursOut;
    private final boolean moving;
    private final boolean coloursErr;
    private final int width;

    /**
     * A screen.
     *
     * @param coloursOut whether results are coloured
     * @param moving whether standard error is a terminal, on which a line can be written over
     * @param coloursErr whether progress and failures are coloured
     * @param width cells in a line
     */
    public Screen(PrintStream out, PrintStream err, boolean coloursOut, boolean moving, boolean coloursErr, int width) {
        this.out = out;
        this.err = err;
        this.coloursOut = coloursOut;
        this.moving = moving;
        this.coloursErr = coloursErr;
        this.width = width;
    }

    /** Plain text in both streams. */
    public static Screen plain(PrintStream out, PrintStream err) {
        return new Screen(out, err, false, false, false, DEFAULT_WIDTH);
    }

    /**
     * The screen of this process. Java cannot tell whether standard error alone is a terminal, so the script says it, in
     * {@code MARQUEE_TERMINAL}: the numbers of the streams that are one, and the width, for example {@code "1 2 80"}.
     */
    public static Screen system(Map<String, String> environment) {
        String[] said = environment.getOrDefault("MARQUEE_TERMINAL", "").split(" ");
        boolean out = false;
        boolean err = false;
        int width = DEFAULT_WIDTH;
        for (String word : said) {
            switch (word) {
                case "1" -> out = true;
                case "2" -> err = true;
                default -> width = word.matches("\\d{2,4}") ? Integer.parseInt(word) : width;
            }
        }
        boolean colours = environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !"dumb".equals(environment.getOrDefault("TERM", ""));
        return new Screen(utf8(System.out), utf8(System.err), out && colours, err && colours, err && colours, width);
    }

    private static PrintStream utf8(PrintStream stream) {
        return new PrintStream(stream, true, StandardCharsets.UTF_8);
    }

    /** A line of the result. */
    public void line(String text) {
        out.println(text);
    }

    /** A heading of the result, after an empty line. */
    public void heading(String text) {
        out.println();
        out.println(coloured(coloursOut, "1", text));
    }

    /** A result that went well. */
    public void good(String text) {
        out.println(coloured(coloursOut, "32", "✓ ") + text);
    }

    /** A result that went well, but not altogether. */
    public void doubtful(String text) {
        out.println(coloured(coloursOut, "33", "! ") + text);
    }

    /** A result that did not go well. */
    public void bad(String text) {
        out.println(coloured(coloursOut, "31", "✗ ") + text);
    }

    /** A table of the result. */
    public void table(Table table) {
        out.println(coloured(coloursOut, "1", table.header()));
        out.println(coloured(coloursOut, "2", table.rule()));
        table.body().forEach(out::println);
    }

    /** What to type next. */
    public void next(String... commands) {
        out.println();
        out.println(coloured(coloursOut, "2", "next: ") + String.join(coloured(coloursOut, "2", "   "), commands));
    }

    /** The result for scripts. */
    public void json(JsonNode json) {
        try {
            out.println(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(json));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write " + json, e);
        }
    }

    /** A line about the way to the result. */
    public void note(String text) {
        err.println(text);
    }

    /** Why there is no result. */
    public void failure(String text) {
        err.println(coloured(coloursErr, "31", "marquee: ") + text);
    }

    /** A step whose progress is to be shown. */
    public Progress progress(String label) {
        return new Progress(err, label, moving, coloursErr, width, System::nanoTime);
    }

    /** Standard output, for a library that writes by itself. */
    public PrintStream out() {
        return out;
    }

    /** Standard error, for a library that writes by itself. */
    public PrintStream err() {
        return err;
    }

    /** Whether results are coloured. */
    public boolean colours() {
        return coloursOut;
    }

    private static String coloured(boolean colours, String code, String text) {
        return colours ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
