package io.marquee.cli.command;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of every command that asks workhorse. */
public final class ApiOptions {

    @Option(
            names = "--workhorse",
            paramLabel = "URL",
            description = "where workhorse answers, if not here; also WORKHORSE_URL")
    private @Nullable String workhorse;

    @Option(names = "--json", description = "print what the API says as JSON; progress goes to standard error")
    private boolean json;

    /** What was said about where workhorse is; null for nothing. */
    public @Nullable String workhorse() {
        return workhorse;
    }

    /** Whether the result is for a script. */
    public boolean json() {
        return json;
    }
}
