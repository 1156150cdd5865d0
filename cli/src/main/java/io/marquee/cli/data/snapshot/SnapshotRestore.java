package io.marquee.cli.data.snapshot;

import com.fasterxml.jackson.databind.JsonNode;
import io.marquee.cli.client.HttpJson;
import io.marquee.cli.client.Paths;
import io.marquee.cli.command.Answer;
import io.marquee.cli.command.ApiOptions;
import io.marquee.cli.command.Session;
import io.marquee.cli.output.Figures;
import io.marquee.cli.output.Json;
import io.marquee.cli.output.Screen;
import io.marquee.cli.output.Table;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Goes back to a snapshot. */
@Command(name = "restore", description = "make the catalogue what it was, all of it or nothing")
final class SnapshotRestore implements Callable<Integer> {

    private static final int NAMED = 5;

    private final Session session;

    @Parameters(paramLabel = "TAG", description = "the snapshot")
    private String tag = "";

    @Mixin
    private ApiOptions api = new ApiOptions();

    SnapshotRestore(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        HttpJson workhorse = session.workhorse(api);
        JsonNode started = workhorse.post(SnapshotJobs.PATH + "/" + Paths.segment(tag) + "/restore", Map.of());
        JsonNode job = new SnapshotJobs(session, workhorse).watch("restore " + tag, started);
        return Answer.show(session, api, job, screen -> print(screen, job));
    }

    static void print(Screen screen, JsonNode job) {
        JsonNode result = job.path("result");
        screen.good("the catalogue is that of " + Json.text(result, "tag") + " again, after "
                + Json.took(job, "started_at", "finished_at"));
        long undone = result.path("streamed_ratings_undone").asLong();
        if (undone > 0) {
            screen.doubtful(Figures.count(undone, "rating") + " that came in as events since then are gone");
        }
        JsonNode missing = result.path("missing_files");
        if (!missing.isEmpty()) {
            StringBuilder names = new StringBuilder();
            for (int i = 0; i < Math.min(NAMED, missing.size()); i++) {
                names.append(i == 0 ? "" : ", ").append(missing.get(i).asText());
            }
            screen.doubtful(Figures.count(missing.size(), "raw file") + " of the snapshot are gone: " + names
                    + (missing.size() > NAMED ? ", …" : ""));
        }
        screen.line("");
        Table table = new Table().text("table").figure("rows").text("");
        result.path("rows")
                .properties()
                .forEach(entry ->
                        table.row(entry.getKey(), Figures.count(entry.getValue().asLong()), "restored"));
        result.path("unchanged").forEach(name -> table.row(name.asText(), "", "was the same"));
        screen.table(table);
        if (!Json.text(result, "next").isEmpty()) {
            screen.line("");
            screen.line(Json.text(result, "next"));
        }
    }
}
