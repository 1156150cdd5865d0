package io.marquee.cli.data;

import com.fasterxml.jackson.databind.JsonNode;
import io.marquee.cli.command.Answer;
import io.marquee.cli.command.ApiOptions;
import io.marquee.cli.command.Session;
import io.marquee.cli.output.Json;
import io.marquee.cli.output.Table;
import java.time.ZoneId;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The tables of the catalogue. */
@Command(name = "list", description = "the tables of the catalogue, and how much is in them")
final class DatasetList implements Callable<Integer> {

    private final Session session;

    @Mixin
    private ApiOptions api = new ApiOptions();

    DatasetList(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        JsonNode answer = session.workhorse(api).get("/api/v1/datasets");
        return Answer.show(session, api, answer, screen -> screen.table(table(answer, session.zone())));
    }

    static Table table(JsonNode answer, ZoneId zone) {
        Table table = new Table().text("table").figure("rows").text("last changed");
        for (JsonNode dataset : answer.path("datasets")) {
            String changed = Json.time(dataset, "changed_at", zone);
            table.row(Json.text(dataset, "name"), Json.count(dataset, "rows"), changed.isEmpty() ? "never" : changed);
        }
        return table;
    }
}
