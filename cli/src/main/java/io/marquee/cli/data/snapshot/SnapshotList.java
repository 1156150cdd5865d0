package io.marquee.cli.data.snapshot;

import com.fasterxml.jackson.databind.JsonNode;
import io.marquee.cli.command.Answer;
import io.marquee.cli.command.ApiOptions;
import io.marquee.cli.command.Session;
import io.marquee.cli.output.Figures;
import io.marquee.cli.output.Json;
import io.marquee.cli.output.Table;
import java.time.ZoneId;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** All snapshots. */
@Command(name = "list", description = "all snapshots, newest first")
final class SnapshotList implements Callable<Integer> {

    private static final int NOTE = 40;
    private static final int DIGEST = 12;

    private final Session session;

    @Mixin
    private ApiOptions api = new ApiOptions();

    SnapshotList(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        JsonNode all = session.workhorse(api).get(SnapshotJobs.PATH);
        return Answer.show(session, api, all, screen -> {
            Table table = table(all.path("snapshots"), session.zone());
            if (table.isEmpty()) {
                screen.line("There is no snapshot yet.");
                screen.next("./marquee data snapshot create");
            } else {
                screen.table(table);
            }
        });
    }

    static Table table(JsonNode snapshots, ZoneId zone) {
        Table table = new Table()
                .text("tag")
                .text("taken")
                .figure("rows")
                .figure("size")
                .text("data")
                .text("by")
                .text("stays")
                .text("note", NOTE);
        for (JsonNode one : snapshots) {
            String digest = Json.text(one, "data_digest");
            table.row(
                    Json.text(one, "tag"),
                    Json.time(one, "created_at", zone),
                    Json.count(one, "rows"),
                    Figures.bytes(one.path("bytes").asLong()),
                    digest.substring(0, Math.min(DIGEST, digest.length())),
                    Json.text(one, "created_by"),
                    one.path("keep").asBoolean() ? "yes" : "until gc",
                    Json.text(one, "note"));
        }
        return table;
    }
}
