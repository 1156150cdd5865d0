package io.marquee.cli.data;

import com.fasterxml.jackson.databind.JsonNode;
import io.marquee.cli.client.HttpJson;
import io.marquee.cli.client.Paths;
import io.marquee.cli.command.Answer;
import io.marquee.cli.command.ApiOptions;
import io.marquee.cli.command.CommandFailedException;
import io.marquee.cli.command.JobWatch;
import io.marquee.cli.command.Session;
import io.marquee.cli.ingest.IngestionRun;
import io.marquee.cli.output.Figures;
import io.marquee.cli.output.Json;
import io.marquee.cli.output.Progress;
import io.marquee.cli.output.Screen;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Downloads a MovieLens release. */
@Command(
        name = "movielens",
        description = {
            "download a MovieLens release, checked against its publisher's checksum",
            "A download that was cut off goes on where it was; what has not changed is not fetched again."
        })
final class MovieLensDownload implements Callable<Integer> {

    private final Session session;

    @Option(
            names = "--size",
            paramLabel = "SIZE",
            description = "latest-small, latest, 100k, 1m, 10m, 20m, 25m or 32m",
            showDefaultValue = Visibility.ALWAYS)
    private String size = "latest-small";

    @Option(names = "--ingest", description = "and load it into the catalogue")
    private boolean ingest;

    @Mixin
    private ApiOptions api = new ApiOptions();

    MovieLensDownload(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        HttpJson workhorse = session.workhorse(api);
        JsonNode started = workhorse.post("/api/v1/downloads", Map.of("dataset", "movielens", "size", size));
        String id = started.path("download_id").asText();
        JsonNode done = new JobWatch(session.screen())
                .until(
                        "download movielens " + size,
                        "./marquee data movielens --size " + size,
                        () -> workhorse.get("/api/v1/downloads/" + Paths.segment(id)),
                        now -> !now.path("state").asText().equals("running"),
                        MovieLensDownload::show);
        if (!done.path("state").asText().equals("succeeded")) {
            throw new CommandFailedException("the download of MovieLens " + size + " failed: "
                    + Json.text(done, "error") + ". The same command goes on where it was cut off.");
        }
        if (!ingest) {
            return Answer.show(session, api, done, screen -> {
                print(screen, done);
                screen.next("./marquee ingest movielens " + Json.text(done, "path"));
            });
        }
        if (!api.json()) {
            print(session.screen(), done);
        }
        return new IngestionRun(session, api).start(workhorse, "movielens", Json.text(done, "path"));
    }

    static void print(Screen screen, JsonNode done) {
        String how = done.path("not_modified").asBoolean()
                ? "was there already and has not changed"
                : Figures.bytes(done.path("bytes").asLong()) + " in " + Json.took(done, "started_at", "ended_at") + ", "
                        + Figures.bytes(done.path("bytes_per_second").asLong()) + "/s";
        screen.good("MovieLens " + Json.text(done, "size") + ": " + how
                + (done.path("verified").asBoolean() ? ", checksum is right" : ", without a checksum to compare with"));
        screen.line("  " + Json.text(done, "path"));
    }

    private static void show(JsonNode download, Progress progress) {
        long bytes = download.path("bytes").asLong();
        long rate = download.path("bytes_per_second").asLong();
        String text = Figures.bytes(bytes) + (rate > 0 ? ", " + Figures.bytes(rate) + "/s" : "");
        long total = download.path("total").asLong();
        if (total > 0) {
            progress.at((double) bytes / total, text);
        } else {
            progress.at(text);
        }
    }
}
