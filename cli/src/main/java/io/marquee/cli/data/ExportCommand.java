package io.marquee.cli.data;

import com.fasterxml.jackson.databind.JsonNode;
import io.marquee.cli.client.HttpJson;
import io.marquee.cli.client.Paths;
import io.marquee.cli.command.Answer;
import io.marquee.cli.command.ApiOptions;
import io.marquee.cli.command.CommandFailedException;
import io.marquee.cli.command.JobWatch;
import io.marquee.cli.command.Session;
import io.marquee.cli.output.Figures;
import io.marquee.cli.output.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes a table of the catalogue somewhere else. */
@Command(
        name = "export",
        description = {
            "write a table or query of the catalogue to a file or a database",
            "By path or URI, as ./marquee ingest file and ./marquee ingest sql read them."
        })
final class ExportCommand implements Callable<Integer> {

    private final Session session;

    @Parameters(index = "0", paramLabel = "TABLE", description = "a table of the catalogue, or a query on its tables")
    private String source = "";

    @Parameters(index = "1", paramLabel = "URI", description = "the file, or the database by connection URI or name")
    private String target = "";

    @Option(names = "--into", paramLabel = "TABLE", description = "the table of the database")
    private @Nullable String into;

    @Option(
            names = "--keys",
            split = ",",
            paramLabel = "COLUMN",
            description = "update rows with the same key instead of replacing the table of the database")
    private @Nullable List<String> keys;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "csv, tsv, jsonl or parquet, where the name does not tell")
    private @Nullable String format;

    @Option(names = "--spreadsheet", description = "make texts harmless that a spreadsheet would run as formulas")
    private boolean spreadsheet;

    @Mixin
    private ApiOptions api = new ApiOptions();

    ExportCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        HttpJson workhorse = session.workhorse(api);
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("source", source);
        body.put("target", into == null ? session.location(target) : target);
        body.put("table", into);
        body.put("mode", keys == null ? "replace" : "upsert");
        body.put("keys", keys);
        body.put("format", format);
        body.put("spreadsheet_safe", spreadsheet);
        JsonNode started = workhorse.post("/api/v1/exports", body);
        String path = "/api/v1/exports/" + Paths.segment(Json.text(started, "export_id"));
        JsonNode done = new JobWatch(session.screen())
                .until(
                        "export",
                        "curl " + workhorse.base() + path,
                        () -> workhorse.get(path),
                        now -> !Json.text(now, "state").equals("running"),
                        (now, progress) -> progress.at("writing " + source));
        if (!Json.text(done, "state").equals("succeeded")) {
            throw new CommandFailedException("the export failed: " + Json.text(done, "error"));
        }
        return Answer.show(
                session,
                api,
                done,
                screen -> screen.good(Figures.count(done.path("rows").asLong(), "row") + " written to "
                        + Json.text(done, "target") + " in " + Json.took(done, "started_at", "finished_at")));
    }
}
