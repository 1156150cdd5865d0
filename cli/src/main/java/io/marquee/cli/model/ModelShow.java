package io.marquee.cli.model;

import com.fasterxml.jackson.databind.JsonNode;
import io.marquee.cli.command.Answer;
import io.marquee.cli.command.ApiOptions;
import io.marquee.cli.command.Session;
import io.marquee.cli.output.Figures;
import io.marquee.cli.output.Json;
import io.marquee.cli.output.Screen;
import io.marquee.cli.output.Table;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** A model or one of its versions. */
@Command(name = "show", description = "the versions of a model, or one version with what its run has logged")
final class ModelShow implements Callable<Integer> {

    private final Session session;

    @Parameters(index = "0", paramLabel = "MODEL", description = "one of ./marquee models list")
    private String model = "";

    @Parameters(index = "1", arity = "0..1", paramLabel = "VERSION", description = "a number, an alias or latest")
    private String version = "";

    @Mixin
    private ApiOptions api = new ApiOptions();

    ModelShow(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        boolean all = version.isEmpty();
        JsonNode answer =
                session.workhorse(api).get(all ? ModelCommand.path(model) : ModelCommand.path(model, version));
        return Answer.show(session, api, answer, screen -> {
            if (all) {
                printModel(screen, answer, session.zone());
            } else {
                printVersion(screen, answer, session.zone());
            }
        });
    }

    private static void printModel(Screen screen, JsonNode model, ZoneId zone) {
        Table table = new Table()
                .figure("version")
                .text("stage and aliases")
                .text("made")
                .text("run")
                .text("description");
        model.path("versions")
                .forEach(version -> table.row(
                        Json.text(version, "version"),
                        names(version),
                        Json.time(version, "created_at", zone),
                        Json.text(version, "run_id"),
                        Json.text(version, "description")));
        screen.line(Json.text(model, "name")
                + (Json.text(model, "description").isEmpty() ? "" : ": ")
                + Json.text(model, "description"));
        screen.line("");
        screen.table(table);
        screen.next("./marquee models show " + Json.text(model, "name") + " latest");
    }

    /** Shows one version; other verbs end with this too. */
    static void printVersion(Screen screen, JsonNode version, ZoneId zone) {
        screen.line(Json.text(version, "model") + " version " + Json.text(version, "version")
                + (names(version).isEmpty() ? "" : ", " + names(version)));
        screen.line("");
        screen.line("made   " + Json.time(version, "created_at", zone));
        screen.line("files  " + Json.text(version, "location"));
        screen.line("run    " + Json.text(version, "run_id"));
        JsonNode run = version.path("run");
        run.path("data_sets").forEach(data -> screen.line("data   " + data.asText()));
        pairs(screen, "metric", run.path("metrics"));
        pairs(screen, "parameter", run.path("params"));
        pairs(screen, "tag", version.path("tags"));
    }

    private static void pairs(Screen screen, String what, JsonNode pairs) {
        if (pairs.isEmpty()) {
            return;
        }
        Table table = new Table().text(what).text("value");
        pairs.properties()
                .forEach(pair -> table.row(
                        pair.getKey(),
                        pair.getValue().isNumber()
                                ? Figures.number(pair.getValue().asDouble())
                                : pair.getValue().asText()));
        screen.line("");
        screen.table(table);
    }

    /** Stage and aliases of a version; empty when it has neither. */
    static String names(JsonNode version) {
        List<String> names = new ArrayList<>();
        if (!Json.text(version, "stage").equals("None")) {
            names.add(Json.text(version, "stage"));
        }
        version.path("aliases").forEach(alias -> names.add("@" + alias.asText()));
        return String.join(" ", names);
    }
}
