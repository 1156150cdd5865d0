package io.marquee.cli.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import io.marquee.cli.client.HttpJson;
import io.marquee.cli.command.ApiOptions;
import io.marquee.cli.command.ExitCode;
import io.marquee.cli.command.JobWatch;
import io.marquee.cli.command.Session;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Starts an ingestion, watches it and shows what came of it. */
final class IngestionRun {

    private final Session session;
    private final ApiOptions api;

    IngestionRun(Session session, ApiOptions api) {
        this.session = session;
        this.api = api;
    }

    /**
     * Runs an ingestion.
     *
     * @param sourceUri path, URI or query; null when the source needs none
     * @return the exit code
     */
    int run(String source, @Nullable String sourceUri, Map<String, Object> options, StartOptions start) {
        HttpJson workhorse = session.workhorse(api);
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("source", source);
        if (sourceUri != null) {
            body.put("path", sourceUri);
        }
        JsonNode started = workhorse.post("/api/v1/ingestions", body);
        String id = started.path("ingestion_id").asText();
        String lookAgain = "./marquee data ingestions " + id;
        if (start.detach) {
            return show(started, () -> session.screen().line("Started. Look at it: " + lookAgain));
        }
        JsonNode done = new JobWatch(session.screen())
                .until(
                        "ingest " + source,
                        lookAgain,
                        () -> workhorse.get("/api/v1/ingestions/" + id),
                        now -> !now.path("state").asText().equals("running"),
                        (now, progress) -> progress.at(
                                now.path("progress").asDouble(), IngestionView.soFar(now, progress.elapsed())));
        IngestionView view = new IngestionView(done);
        show(done, () -> view.print(session.screen()));
        return view.succeeded() ? ExitCode.OK : ExitCode.FAILED;
    }

    private int show(JsonNode json, Runnable forPeople) {
        if (api.json()) {
            session.screen().json(json);
        } else {
            forPeople.run();
        }
        return ExitCode.OK;
    }
}
