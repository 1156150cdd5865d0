package io.marquee.journey.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.marquee.cli.client.HttpJson;
import io.marquee.localstack.suite.Service;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

/**
 * The tracking server with a hundred thousand runs: searches, histories and writing, over HTTP as clients do it. References
 * are what PostgreSQL needs for the same rows through JDBC, without a server between.
 */
final class TrackingBenchmark implements Benchmark {

    private static final long RUNS = 100_000;
    private static final long RUNS_WITH_HISTORY = 2_000;
    private static final int PAGE = 100;
    private static final int POINTS = 10_000;
    private static final int BATCH = 100;
    private static final int ROUNDS = 5;
    private static final double SECONDS = 10;
    private static final double SEARCH_MILLIS = 50;
    private static final double HISTORY_MILLIS = 30;
    private static final double LOG_SHARE = 0.5;

    @Override
    public String name() {
        return "tracking";
    }

    @Override
    public String summary() {
        return "search, history and log-batch with 100,000 runs over HTTP, against the same rows through JDBC";
    }

    @Override
    public BenchmarkReport run(BenchmarkContext context) throws IOException, InterruptedException {
        try (BenchSuite suite = BenchSuite.start(context, Set.of(Service.WORKHORSE), Map.of());
                Connection database = SuiteDatabase.connect(suite.suite().environment())) {
            URI workhorse = suite.suite().url(Service.WORKHORSE);
            return new Run(context, workhorse, suite.client().workhorse(), database).measure();
        } catch (SQLException e) {
            throw new IOException("the database refused the benchmark's own statements: " + e.getMessage(), e);
        }
    }

    /** One run of the benchmark. */
    private static final class Run {

        private final BenchmarkContext context;
        private final URI workhorse;
        private final HttpJson client;
        private final String experiment;
        private final TrackingRows rows;
        private final TrackingReference reference;
        private final double seconds;

        Run(BenchmarkContext context, URI workhorse, HttpJson client, Connection database) {
            this.context = context;
            this.workhorse = workhorse;
            this.client = client;
            this.experiment = client.post("/api/2.0/mlflow/experiments/create", Map.of("name", "bench"))
                    .path("experiment_id")
                    .asText();
            this.reference = new TrackingReference(database, Long.parseLong(experiment));
            this.rows = new TrackingRows(database, Long.parseLong(experiment));
            this.seconds = Math.max(0.5, SECONDS * Math.min(1, context.scale()));
        }

        BenchmarkReport measure() throws IOException, InterruptedException, SQLException {
            long runs = context.scaled(RUNS);
            long withHistory = context.scaled(RUNS_WITH_HISTORY);
            context.say(String.format(Locale.ROOT, "storing %,d runs", runs));
            rows.storeRuns(runs);
            long bytes = rows.bytes(false);
            rows.storeHistories(withHistory);
            rows.settle();
            long historyBytes = rows.bytes(true) - rows.bytes(false);
            String longRun = newRun();
            for (int from = 0; from < POINTS; from += 1_000) {
                client.post("/api/2.0/mlflow/runs/log-batch", batch(longRun, "long", 1_000, from));
            }
            requireSearches();
            List<Measurement> lines = new ArrayList<>();
            search(lines);
            history(lines, longRun);
            logBatch(lines);
            return new BenchmarkReport(
                    "Tracking with many runs",
                    lines,
                    List.of(
                            String.format(
                                    Locale.ROOT,
                                    "%,d runs of %d params, %d metrics and %d tags take %,d bytes each with all indexes;"
                                            + " %d steps of each metric, stored for %,d of them, %,d bytes more.",
                                    runs,
                                    TrackingRows.PARAMS,
                                    TrackingRows.METRICS,
                                    TrackingRows.TAGS,
                                    bytes / runs,
                                    TrackingRows.STEPS,
                                    withHistory,
                                    historyBytes / withHistory),
                            "Ratios of searches and histories are p95 to its limit; of log-batch, speed to bare inserts.",
                            "One client, one request at a time; client, service and PostgreSQL share the machine. Pages"
                                    + " were compared with a plain SQL query first."));
        }

        private void search(List<Measurement> lines) throws IOException, InterruptedException, SQLException {
            context.say("searching");
            List<byte[]> requests = searches().stream()
                    .map(body -> request("POST /api/2.0/mlflow/runs/search", body))
                    .toList();
            http(requests, seconds);
            LoadClient.Result searched = http(requests, seconds);
            lines.add(reference.page(PAGE));
            lines.add(withinMillis("runs/search, pages of 100", "searches", searched, SEARCH_MILLIS));
        }

        /** Different values of different selectivity, in both directions of different metrics. */
        private List<String> searches() {
            List<String> bodies = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                String param = "params.param_" + i % 8 + " = '" + i % 7 + "'";
                bodies.add(search(
                        "metrics.metric_" + i % 5 + " > 0." + (1 + i % 9) + " AND " + param,
                        "metrics.metric_" + (5 + i % 3) + (i % 2 == 0 ? " DESC" : " ASC")));
            }
            return bodies;
        }

        private String search(String filter, String order) {
            return "{\"experiment_ids\":[\"" + experiment + "\"],\"max_results\":" + PAGE + ",\"filter\":\"" + filter
                    + "\",\"order_by\":[\"" + order + "\"]}";
        }

        private void requireSearches() throws SQLException, IOException {
            JsonNode found = client.post(
                    "/api/2.0/mlflow/runs/search",
                    Map.of(
                            "experiment_ids",
                            List.of(experiment),
                            "max_results",
                            PAGE,
                            "filter",
                            "metrics.metric_0 > 0.4 AND params.param_1 = '3'",
                            "order_by",
                            List.of("metrics.metric_7 DESC")));
            String ids = StreamSupport.stream(found.path("runs").spliterator(), false)
                    .map(run -> run.at("/info/run_id").asText())
                    .collect(Collectors.joining(" "));
            if (!ids.equals(rows.best(0.4, "param_1", "3", "metric_7"))) {
                throw new IllegalStateException("a search does not find what a plain query does: " + ids);
            }
        }

        private void history(List<Measurement> lines, String run)
                throws IOException, InterruptedException, SQLException {
            context.say("reading histories");
            List<byte[]> requests =
                    List.of(request("GET /api/2.0/mlflow/metrics/get-history?metric_key=long0&run_id=" + run, ""));
            http(requests, seconds / 2);
            LoadClient.Result read = http(requests, seconds / 2);
            lines.add(reference.history(run, POINTS));
            lines.add(withinMillis("get-history of 10,000 points", "histories", read, HISTORY_MILLIS));
        }

        private void logBatch(List<Measurement> lines) throws IOException, InterruptedException, SQLException {
            context.say("logging");
            String run = newRun();
            List<byte[]> requests = IntStream.range(0, 200)
                    .mapToObj(step -> request("POST /api/2.0/mlflow/runs/log-batch", json(run, step)))
                    .toList();
            http(requests, seconds / 4);
            reference.insert(0, 100, BATCH);
            int first = 100;
            int batches = 0;
            double work = 0;
            double bare = 0;
            // In turns, so that both see the same machine.
            for (int round = 0; round < ROUNDS; round++) {
                LoadClient.Result logged = http(requests, seconds / ROUNDS);
                batches += logged.requests();
                work += logged.seconds();
                long start = System.nanoTime();
                reference.insert(first, logged.requests(), BATCH);
                bare += (System.nanoTime() - start) / 1e9;
                first += logged.requests();
            }
            long points = (long) batches * BATCH;
            Measurement inserted = Measurement.reference("batches of 100 inserts by JDBC", points, "points", bare);
            lines.add(inserted);
            lines.add(
                    Measurement.speedAtLeast(LOG_SHARE, inserted, "log-batch of 100 metrics", points, "points", work));
        }

        private static Measurement withinMillis(String what, String unit, LoadClient.Result result, double limit) {
            double p95 = result.millis(0.95);
            return new Measurement(
                    what + String.format(Locale.ROOT, ": p50 %.1f ms, p95 %.1f ms", result.millis(0.5), p95),
                    result.requests(),
                    unit,
                    result.seconds(),
                    OptionalDouble.of(p95 / limit),
                    String.format(Locale.ROOT, "p95 ≤ %.0f ms", limit),
                    p95 <= limit);
        }

        private LoadClient.Result http(List<byte[]> requests, double seconds) throws IOException, InterruptedException {
            return LoadClient.run(
                    workhorse.getHost(),
                    workhorse.getPort(),
                    1,
                    1,
                    seconds,
                    number -> requests.get(number % requests.size()),
                    LoadClient::readHttp);
        }

        private byte[] request(String line, String body) {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            return (line + " HTTP/1.1\r\nHost: " + workhorse.getAuthority()
                            + "\r\nContent-Type: application/json\r\nContent-Length: " + bytes.length + "\r\n\r\n"
                            + body)
                    .getBytes(StandardCharsets.UTF_8);
        }

        private String newRun() {
            return client.post("/api/2.0/mlflow/runs/create", Map.of("experiment_id", experiment))
                    .at("/run/info/run_id")
                    .asText();
        }

        private static Map<String, Object> batch(String run, String name, int points, int from) {
            return Map.of(
                    "run_id",
                    run,
                    "metrics",
                    IntStream.range(from, from + points)
                            .mapToObj(step -> Map.of(
                                    "key",
                                    name + 0,
                                    "value",
                                    step * 0.1,
                                    "timestamp",
                                    1_700_000_000_000L + step,
                                    "step",
                                    step))
                            .toList());
        }

        private static String json(String run, int step) {
            return "{\"run_id\":\"" + run + "\",\"metrics\":"
                    + IntStream.range(0, BATCH)
                            .mapToObj(key -> "{\"key\":\"batch_" + key + "\",\"value\":" + (key + 1.0 / (step + 1))
                                    + ",\"timestamp\":" + (1_700_000_000_000L + step) + ",\"step\":" + step + "}")
                            .collect(Collectors.joining(",", "[", "]"))
                    + "}";
        }
    }
}
