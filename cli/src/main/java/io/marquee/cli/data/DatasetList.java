package io.marquee.cli.data;

import com.fasterxml.jackson.databind.JsonNode;
import io.marquee.cli.command.ApiOptions;
import io.marquee.cli.command.ExitCode;
import io.marquee.cli.command.Session;
import io.marquee.cli.output.Figures;
import io.marquee.cli.output.Table;
import java.time.Instant;
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
        if (api.json()) {
            session.screen().json(answer);
        } else {
            session.screen().table(table(answer, session.zone()));
        }
        return ExitCode.OK;
    }

    static Table table(JsonNode answer, ZoneId zone) {
        Table table = new Table().text("table").figure("rows").text("last changed");
        for (JsonNode dataset : answer.path("datasets")) {
            String changed = dataset.path("changed_at").asText("");
            table.row(
                    dataset.path("name").asText(),
                    Figures.count(dataset.path("rows").asLong()),
                    changed.isEmpty() || changed.equals("null") ? "never" : Figures.time(Instant.parse(changed), zone));
        }
        return table;
    }
}
