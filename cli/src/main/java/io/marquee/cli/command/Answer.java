package io.marquee.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.marquee.cli.output.Screen;
import java.util.function.Consumer;

/** Shows an answer of the API as it was asked for: as JSON for a script, or in words for a person. */
public final class Answer {

    private Answer() {}

    /** Shows it and returns {@link ExitCode#OK}. */
    public static int show(Session session, ApiOptions api, JsonNode answer, Consumer<Screen> inWords) {
        if (api.json()) {
            session.screen().json(answer);
        } else {
            inWords.accept(session.screen());
        }
        return ExitCode.OK;
    }
}
