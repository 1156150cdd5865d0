package io.marquee.journey.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.marquee.journey.client.SuiteClient;
import io.marquee.localstack.suite.Service;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Ten million titles and a million and a half ratings of IMDb's shape: how long the packaged workhorse takes to read, filter and
 * judge them, and to load them into PostgreSQL, compared with {@code gzip -dc title.basics.tsv.gz | wc -l}.
 */
final class ImdbLoadBenchmark implements Benchmark {

    private static final long TITLES = 10_000_000;
    private static final int ROUNDS = 3;
    private static final double READ_LIMIT = 2.5;
    private static final double LOAD_LIMIT = 4;
    private static final Duration PATIENCE = Duration.ofMinutes(30);
    private static final Duration POLL = Duration.ofMillis(200);

    @Override
    public String name() {
        return "imdb-load";
    }

    @Override
    public String summary() {
        return "10 million IMDb titles: read and judged, then loaded, against gzip -dc | wc -l";
    }

    @Override
    public BenchmarkReport run(BenchmarkContext context) throws IOException, InterruptedException {
        long titles = context.scaled(TITLES);
        Path folder = context.folder().resolve("titles-" + titles);
        ImdbShapedFiles.Contents contents = ImdbShapedFiles.in(folder, titles, context);
        try (BenchSuite suite = BenchSuite.start(context, Set.of(Service.WORKHORSE), Map.of())) {
            return measure(context, folder, contents, suite);
        }
    }

    private static BenchmarkReport measure(
            BenchmarkContext context, Path folder, ImdbShapedFiles.Contents contents, BenchSuite suite)
            throws IOException, InterruptedException {
        List<Double> references = new ArrayList<>();
        List<Double> reads = new ArrayList<>();
        for (int round = 1; round <= ROUNDS; round++) {
            context.say("gzip -dc title.basics.tsv.gz | wc -l, round " + round);
            ShellReference.Result lines = ShellReference.run(folder, "gzip -dc title.basics.tsv.gz | wc -l");
            require("lines of title.basics", contents.titles() + 1, Long.parseLong(lines.output()));
            references.add(lines.seconds());
            context.say("reading, filtering and judging, round " + round);
            reads.add(ingest(suite.client(), folder, true, contents));
        }
        context.say("loading");
        double load = ingest(suite.client(), folder, false, contents);
        JsonNode movies = dataset(suite.client(), "movies");
        require(
                "movies in the catalogue",
                contents.films() - contents.brokenFilms(),
                movies.path("rows").asLong());
        long memory = suite.suite().residentBytes(Service.WORKHORSE);
        context.say("loading the same again");
        double again = ingest(suite.client(), folder, false, contents);

        Measurement reference = Measurement.reference(
                "gzip -dc title.basics.tsv.gz | wc -l", contents.titles(), "titles", Measurement.median(references));
        long rows = contents.titles() + contents.ratings();
        return new BenchmarkReport(
                "IMDb's titles against unpacking them",
                List.of(
                        reference,
                        Measurement.timeAtMost(
                                READ_LIMIT,
                                reference,
                                "read + filter + judge (dry run)",
                                rows,
                                "rows",
                                Measurement.median(reads)),
                        Measurement.timeAtMost(LOAD_LIMIT, reference, "the same + load", rows, "rows", load),
                        Measurement.timeAtMost(
                                LOAD_LIMIT, reference, "load again what is there already", rows, "rows", again)),
                List.of(
                        String.format(
                                Locale.ROOT,
                                "%,d titles and %,d ratings; %,d films are wanted, %,d of them broken; both are medians of %d runs.",
                                contents.titles(),
                                contents.ratings(),
                                contents.films(),
                                contents.brokenFilms(),
                                ROUNDS),
                        String.format(
                                Locale.ROOT,
                                "Workhorse: heap %s, %,d MB of memory after the load.",
                                heap(suite),
                                memory / 1_000_000)));
    }

    /** Runs an ingestion and checks what it says of it; seconds of wall time, as a caller sees them. */
    private static double ingest(SuiteClient client, Path folder, boolean dryRun, ImdbShapedFiles.Contents contents)
            throws InterruptedException {
        long start = System.nanoTime();
        String id = client.workhorse()
                .post(
                        "/api/v1/ingestions",
                        Map.of("source", "imdb", "source_uri", folder.toString(), "dry_run", dryRun))
                .path("ingestion_id")
                .asText();
        JsonNode run = client.ingestion(id);
        while (run.path("state").asText().equals("running")) {
            if (System.nanoTime() - start > PATIENCE.toNanos()) {
                throw new IllegalStateException("the ingestion has not ended after " + PATIENCE);
            }
            Thread.sleep(POLL);
            run = client.ingestion(id);
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        if (!run.path("state").asText().equals("succeeded")) {
            throw new IllegalStateException(
                    "the ingestion failed: " + run.path("error").asText());
        }
        require("movies read", contents.films(), run.path("movies").path("read").asLong());
        require(
                "movies rejected",
                contents.brokenFilms(),
                run.path("movies").path("rejected").asLong());
        return seconds;
    }

    private static JsonNode dataset(SuiteClient client, String name) {
        for (JsonNode dataset : client.workhorse().get("/api/v1/datasets").path("datasets")) {
            if (dataset.path("name").asText().equals(name)) {
                return dataset;
            }
        }
        throw new IllegalStateException("the catalogue has no dataset " + name);
    }

    private static String heap(BenchSuite suite) {
        return suite
                .suite()
                .pid(Service.WORKHORSE)
                .flatMap(ProcessHandle::of)
                .flatMap(process -> process.info().arguments())
                .stream()
                .flatMap(java.util.Arrays::stream)
                .filter(argument -> argument.startsWith("-Xmx"))
                .findFirst()
                .orElse("unknown");
    }

    private static void require(String what, long expected, long actual) {
        if (expected != actual) {
            throw new IllegalStateException(
                    String.format(Locale.ROOT, "%s: expected %,d, found %,d", what, expected, actual));
        }
    }
}
