package io.marquee.cli.feature;

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

/** All feature views. */
@Command(name = "list", description = "the feature views, and how fresh their rows are")
final class FeatureList implements Callable<Integer> {

    private final Session session;

    @Mixin
    private ApiOptions api = new ApiOptions();

    FeatureList(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        JsonNode answer = session.workhorse(api).get(FeatureCommand.PATH + "/views");
        return Answer.show(session, api, answer, screen -> print(screen, answer, session.zone()));
    }

    static void print(Screen screen, JsonNode answer, ZoneId zone) {
        Table table = new Table()
                .text("view")
                .figure("version")
                .text("keys")
                .figure("features")
                .figure("offline rows")
                .text("of the catalogue at")
                .figure("online rows")
                .text("online since");
        String first = "";
        boolean built = false;
        boolean online = false;
        for (JsonNode view : answer.path("views")) {
            first = first.isEmpty() ? Json.text(view, "name") : first;
            built |= view.path("offline").isObject();
            online |= view.path("online").isObject();
            table.row(
                    Json.text(view, "name"),
                    Json.count(view, "version"),
                    keys(view),
                    Integer.toString(view.path("fields").size()),
                    Json.count(view.path("offline"), "rows"),
                    Json.time(view.path("offline"), "snapshot_at", zone),
                    Json.count(view.path("online"), "rows_written"),
                    Json.time(view.path("online"), "materialized_at", zone));
        }
        if (first.isEmpty()) {
            screen.line("There is no feature view yet.");
            screen.next("./marquee features plan");
            return;
        }
        screen.table(table);
        screen.next(
                !built
                        ? "./marquee features build"
                        : !online ? "./marquee features materialize" : "./marquee features show " + first);
    }

    static String keys(JsonNode view) {
        List<String> keys = new ArrayList<>();
        view.path("join_keys").forEach(key -> keys.add(key.asText()));
        return String.join(", ", keys);
    }
}
