package io.marquee.cli.data.snapshot;

import com.fasterxml.jackson.databind.JsonNode;
import io.marquee.cli.client.HttpJson;
import io.marquee.cli.client.Paths;
import io.marquee.cli.command.ApiOptions;
import io.marquee.cli.command.ExitCode;
import io.marquee.cli.command.Session;
import io.marquee.cli.output.Figures;
import io.marquee.cli.output.Json;
import io.marquee.cli.output.Screen;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Takes a snapshot. */
@Command(name = "create", description = "keep the catalogue as it is now; what has not changed since costs nothing")
final class SnapshotCreate implements Callable<Integer> {

    private static final DateTimeFormatter TAG = DateTimeFormatter.ofPattern("yyyy-MM-dd-HHmmss", Locale.ROOT);

    private final Session session;

    @Parameters(arity = "0..1", paramLabel = "TAG", description = "its name; the time when not given")
    private @Nullable String tag;

    @Option(names = "--note", paramLabel = "TEXT", description = "what it is for")
    private @Nullable String note;

    @Option(names = "--temporary", description = "gc may remove it; otherwise it stays until it is deleted")
    private boolean temporary;

    @Mixin
    private ApiOptions api = new ApiOptions();

    SnapshotCreate(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        HttpJson workhorse = session.workhorse(api);
        String name = tag == null ? TAG.format(Instant.now().atZone(session.zone())) : tag;
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("tag", name);
        body.put("note", note);
        body.put("created_by", session.environment().getOrDefault("USER", "marquee"));
        body.put("keep", !temporary);
        JsonNode job =
                new SnapshotJobs(session, workhorse).watch("snapshot " + name, workhorse.post(SnapshotJobs.PATH, body));
        if (api.json()) {
            session.screen().json(job);
        } else {
            JsonNode snapshot = workhorse.get(SnapshotJobs.PATH + "/" + Paths.segment(name));
            print(session.screen(), job, snapshot);
        }
        return ExitCode.OK;
    }

    static void print(Screen screen, JsonNode job, JsonNode snapshot) {
        JsonNode result = job.path("result");
        String tag = Json.text(snapshot, "tag");
        int tables = snapshot.path("tables").size();
        long written = result.path("objects_written").asLong();
        if (!result.path("created").asBoolean()) {
            screen.good("snapshot " + tag + " was there already and is the same");
        } else {
            screen.good("snapshot " + tag + ": "
                    + Figures.count(snapshot.path("rows").asLong(), "row") + " in " + Figures.count(tables, "table")
                    + ", taken in " + Json.took(job, "started_at", "finished_at"));
            screen.line("  written: " + Figures.count(written, "object") + ", "
                    + Figures.bytes(result.path("bytes_written").asLong())
                    + "; unchanged since the last snapshot: "
                    + Figures.count(objects(snapshot) - written, "object"));
        }
        screen.line("");
        screen.table(SnapshotShow.tables(snapshot));
        screen.next("./marquee data snapshot list", "./marquee data snapshot restore " + tag);
    }

    private static long objects(JsonNode snapshot) {
        return StreamSupport.stream(snapshot.path("tables").spliterator(), false)
                .mapToLong(table -> table.path("chunks").asLong())
                .sum();
    }
}
