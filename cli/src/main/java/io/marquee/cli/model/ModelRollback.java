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

/** Goes back to the champion before. */
@Command(name = "rollback", description = "make the version champion that was it before the present one")
final class ModelRollback implements Callable<Integer> {

    private final Session session;

    @Parameters(index = "0", paramLabel = "MODEL", description = "one of ./marquee models list")
    private String model = "";

    @Mixin
    private ApiOptions api = new ApiOptions();

    ModelRollback(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        JsonNode answer = session.workhorse(api).post(ModelCommand.path(model) + "/rollback", Map.of());
        return Answer.show(session, api, answer, screen -> {
            screen.good("version " + Json.text(answer, "version") + " is the champion of " + model + " again");
            screen.next("./marquee models show " + model);
        });
    }
}
