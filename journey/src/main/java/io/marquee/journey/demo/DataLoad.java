package io.marquee.journey.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.marquee.cli.output.Figures;
import io.marquee.cli.quality.QualityView;
import io.marquee.journey.client.SuiteClient;
import io.marquee.journey.demo.DemoRun.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** Brings data in, says how good it is, and keeps it as a version. */
final class DataLoad {

    private static final Duration LIMIT = Duration.ofMinutes(10);

    private final SuiteClient suite;
    private final Terminal terminal;

    DataLoad(SuiteClient suite, Terminal terminal) {
        this.suite = suite;
        this.terminal = terminal;
    }

    /** Loads a folder, shows its quality report and takes a snapshot of the catalogue. */
    Outcome ingest(String source, Path folder) throws InterruptedException {
        JsonNode done = load("ingest", source, folder);
        QualityView quality = new QualityView(done.path("report"));
        terminal.detail(quality.headline());
        snapshot(done.path("ingestion_id").asText());
        JsonNode movies = done.path("movies");
        JsonNode ratings = done.path("ratings");
        long rejected =
                movies.path("rejected").asLong() + ratings.path("rejected").asLong();
        return new Outcome(
                "movies and ratings accepted",
                movies.path("accepted").asLong() + ratings.path("accepted").asLong(),
                text(
                        "%,d movies, %,d ratings, %,d rejected",
                        movies.path("accepted").asLong(),
                        ratings.path("accepted").asLong(),
                        rejected));
    }

    /** Loads a folder and returns the ingestion as it ended. */
    JsonNode load(String step, String source, Path folder) throws InterruptedException {
        String id = suite.startIngestion(source, folder);
        JsonNode done = Patience.until("ingestion " + id, LIMIT, () -> {
            JsonNode now = suite.ingestion(id);
            terminal.progress(
                    step, text("%.0f %% of %s", 100 * now.path("progress").asDouble(), folder));
            return now.path("state").asText().equals("running") ? Optional.empty() : Optional.of(now);
        });
        if (!done.path("state").asText().equals("succeeded")) {
            throw new IllegalStateException(
                    "loading " + folder + " failed: " + done.path("error").asText());
        }
        return done;
    }

    private void snapshot(String ingestion) throws InterruptedException {
        String tag = "demo-" + ingestion.substring(0, Math.min(8, ingestion.length()));
        String job = suite.startSnapshot(tag);
        JsonNode ended = Patience.until("snapshot " + tag, LIMIT, () -> {
            JsonNode now = suite.snapshotJob(job);
            terminal.progress("ingest", "snapshot: " + now.path("phase").asText());
            return now.path("state").asText().equals("running") ? Optional.empty() : Optional.of(now);
        });
        if (!ended.path("state").asText().equals("succeeded")) {
            throw new IllegalStateException(
                    "snapshot " + tag + " failed: " + ended.path("error").asText());
        }
        JsonNode result = ended.path("result");
        long objects = 0;
        for (JsonNode table : suite.snapshot(tag).path("tables")) {
            objects += table.path("chunks").asLong();
        }
        terminal.detail(text(
                "snapshot %s: %s, %s in %s, %d of them unchanged since the last one",
                tag,
                Figures.count(result.path("rows").asLong(), "row"),
                Figures.bytes(result.path("bytes").asLong()),
                Figures.count(objects, "object"),
                objects - result.path("objects_written").asLong()));
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
