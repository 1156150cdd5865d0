package io.marquee.cli.data.snapshot;

import com.fasterxml.jackson.databind.JsonNode;
import io.marquee.cli.client.Paths;
import io.marquee.cli.command.Answer;
import io.marquee.cli.command.ApiOptions;
import io.marquee.cli.command.Session;
import io.marquee.cli.output.Figures;
import io.marquee.cli.output.Json;
import io.marquee.cli.output.Table;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** One snapshot. */
@Command(name = "show", description = "what is in a snapshot")
final class SnapshotShow implements Callable<Integer> {

    private static final int DIGEST = 12;

    private final Session session;

    @Parameters(paramLabel = "TAG", description = "the snapshot")
    private String tag = "";

    @Mixin
    private ApiOptions api = new ApiOptions();

    SnapshotShow(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        JsonNode one = session.workhorse(api).get(SnapshotJobs.PATH + "/" + Paths.segment(tag));
        return Answer.show(session, api, one, screen -> {
            screen.line(Json.text(one, "tag") + ", taken " + Json.time(one, "created_at", session.zone()) + " by "
                    + Json.text(one, "created_by") + ": "
                    + Figures.count(one.path("rows").asLong(), "row") + ", "
                    + Figures.bytes(one.path("bytes").asLong()) + "; "
                    + Figures.count(one.path("file_count").asLong(), "raw file") + ", "
                    + Figures.bytes(one.path("file_bytes").asLong()));
            if (!Json.text(one, "note").isEmpty()) {
                screen.line(Json.text(one, "note"));
            }
            screen.line("");
            screen.table(tables(one));
        });
    }

    static Table tables(JsonNode snapshot) {
        Table table = new Table()
                .text("table")
                .figure("rows")
                .figure("size")
                .figure("objects")
                .text("sha-256");
        for (JsonNode one : snapshot.path("tables")) {
            String digest = Json.text(one, "sha256");
            table.row(
                    Json.text(one, "name"),
                    Json.count(one, "rows"),
                    Figures.bytes(one.path("bytes").asLong()),
                    Json.count(one, "chunks"),
                    digest.substring(0, Math.min(DIGEST, digest.length())));
        }
        return table;
    }
}
