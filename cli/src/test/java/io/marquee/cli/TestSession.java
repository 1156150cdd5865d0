package io.marquee.cli;

import io.marquee.cli.command.Session;
import io.marquee.cli.output.Screen;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.Map;

/** A command line whose output is kept. */
public final class TestSession {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final MarqueeCli cli;

    /** A command line in that environment. */
    public TestSession(Map<String, String> environment) {
        Screen screen = Screen.plain(
                new PrintStream(out, true, StandardCharsets.UTF_8), new PrintStream(err, true, StandardCharsets.UTF_8));
        cli = new MarqueeCli(new Session(screen, environment, Path.of("/work folder"), ZoneOffset.UTC));
    }

    /** Runs a command and returns its exit code. */
    public int run(String... arguments) {
        out.reset();
        err.reset();
        return cli.run(arguments);
    }

    /** What the last command wrote to standard output. */
    public String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    /** What the last command wrote to standard error. */
    public String err() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
