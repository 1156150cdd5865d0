package io.marquee.cli.model;

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

/** Makes a version the champion. */
@Command(name = "promote", description = "make a version the champion and the only one in production")
final class ModelPromote implements Callable<Integer> {

    private final Session session;

    @Parameters(index = "0", paramLabel = "MODEL", description = "one of ./marquee models list")
    private String model = "";

    @Parameters(index = "1", paramLabel = "VERSION", description = "a number, an alias or latest")
    private String version = "";

    @Mixin
    private ApiOptions api = new ApiOptions();

    ModelPromote(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        JsonNode answer = session.workhorse(api).post(ModelCommand.path(model, version) + "/promote", Map.of());
        return Answer.show(session, api, answer, screen -> {
            screen.good("version " + Json.text(answer, "version") + " is the champion of " + model);
            screen.next("./marquee models show " + model);
        });
    }
}
