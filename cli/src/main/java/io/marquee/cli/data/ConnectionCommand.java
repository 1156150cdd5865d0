package io.marquee.cli.data;

import com.fasterxml.jackson.databind.JsonNode;
import io.marquee.cli.command.Answer;
import io.marquee.cli.command.ApiOptions;
import io.marquee.cli.command.Session;
import io.marquee.cli.output.Json;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Tries whether a place can be reached. */
@Command(name = "connection", description = "try whether workhorse reaches a database, a bucket, a folder or a file")
final class ConnectionCommand implements Callable<Integer> {

    private final Session session;

    @Parameters(paramLabel = "URI", description = "connection URI or name, path or URI of files")
    private String uri = "";

    @Mixin
    private ApiOptions api = new ApiOptions();

    ConnectionCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        JsonNode answer = session.workhorse(api).post("/api/v1/connections/test", Map.of("uri", uri));
        return Answer.show(
                session,
                api,
                answer,
                screen -> screen.good(Json.text(answer, "uri") + " answers: " + Json.text(answer, "answer")));
    }
}
