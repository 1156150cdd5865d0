package io.marquee.cli.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import io.marquee.cli.client.HttpJson;
import io.marquee.cli.command.Answer;
import io.marquee.cli.command.ApiOptions;
import io.marquee.cli.command.ExitCode;
import io.marquee.cli.command.JobWatch;
import io.marquee.cli.command.Session;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Starts an ingestion, watches it and shows what came of it. */
public final class IngestionRun {

    private final Session session;
    private final ApiOptions api;

    public IngestionRun(Session session, ApiOptions api) {
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
            body.put("source_uri", sourceUri);
        }
        if (!options.isEmpty()) {
            body.put("options", options);
        }
        body.put("dry_run", start.dryRun);
        JsonNode started = workhorse.post("/api/v1/ingestions", body);
        String id = started.path("ingestion_id").asText();
        if (start.detach) {
            return Answer.show(session, api, started, screen -> {
                screen.good("ingestion " + id + " has started");
                screen.next(lookAgain(id));
            });
        }
        return watch(workhorse, id, (start.dryRun ? "check " : "ingest ") + source);
    }

    /** Runs an ingestion of all that is at a place; returns the exit code. */
    public int start(HttpJson workhorse, String source, String sourceUri) {
        JsonNode started = workhorse.post("/api/v1/ingestions", Map.of("source", source, "source_uri", sourceUri));
        return watch(workhorse, started.path("ingestion_id").asText(), "ingest " + source);
    }

    /** Waits for the end of an ingestion and shows what came of it; returns the exit code. */
    public int watch(HttpJson workhorse, String id, String label) {
        JsonNode done = new JobWatch(session.screen())
                .until(
                        label,
                        lookAgain(id),
                        () -> workhorse.get("/api/v1/ingestions/" + id),
                        now -> !now.path("state").asText().equals("running"),
                        (now, progress) -> progress.at(
                                now.path("progress").asDouble(), IngestionView.soFar(now, progress.elapsed())));
        IngestionView view = new IngestionView(done);
        Answer.show(session, api, done, view::print);
        return view.succeeded() ? ExitCode.OK : ExitCode.FAILED;
    }

    private static String lookAgain(String id) {
        return "./marquee data ingestions " + id;
    }
}
