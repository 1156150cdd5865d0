package io.marquee.cli.model;

import com.fasterxml.jackson.databind.JsonNode;
import io.marquee.cli.command.Answer;
import io.marquee.cli.command.ApiOptions;
import io.marquee.cli.command.Session;
import io.marquee.cli.output.Json;
import io.marquee.cli.output.Screen;
import io.marquee.cli.output.Table;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** All models. */
@Command(name = "list", description = "the models, their versions in use and their newest one")
final class ModelList implements Callable<Integer> {

    private final Session session;

    @Mixin
    private ApiOptions api = new ApiOptions();

    ModelList(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        JsonNode answer = session.workhorse(api).get(ModelCommand.PATH);
        return Answer.show(session, api, answer, screen -> print(screen, answer, session.zone()));
    }

    private static void print(Screen screen, JsonNode answer, ZoneId zone) {
        Table table = new Table()
                .text("model")
                .figure("versions")
                .text("in use")
                .figure("newest")
                .text("made");
        String first = "";
        for (JsonNode model : answer.path("models")) {
            first = first.isEmpty() ? Json.text(model, "name") : first;
            JsonNode newest = model.path("versions").path(0);
            table.row(
                    Json.text(model, "name"),
                    Integer.toString(model.path("versions").size()),
                    inUse(model.path("versions")),
                    Json.text(newest, "version"),
                    Json.time(newest, "created_at", zone));
        }
        if (first.isEmpty()) {
            screen.line("There is no model yet.");
            screen.next("./marquee models register MODEL --run RUN");
            return;
        }
        screen.table(table);
        screen.next("./marquee models show " + first);
    }

    private static String inUse(JsonNode versions) {
        List<String> used = new ArrayList<>();
        for (JsonNode version : versions) {
            String names = ModelShow.names(version);
            if (!names.isEmpty()) {
                used.add(Json.text(version, "version") + " " + names);
            }
        }
        return String.join("; ", used);
    }
}
