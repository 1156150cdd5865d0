package io.marquee.journey.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.marquee.journey.client.SuiteClient;
import io.marquee.localstack.suite.Service;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import org.postgresql.PGConnection;

/**
 * A million ratings brought back by the packaged workhorse, compared with a bare COPY of the same rows into a table with the
 * same indexes and constraints, and into one with none.
 */
final class SnapshotRestoreBenchmark implements Benchmark {

    private static final long RATINGS = 1_000_000;
    private static final int RATINGS_OF_A_USER = 100;
    private static final int MOVIES = 10_000;
    private static final int ROUNDS = 3;
    private static final double LIMIT = 0.5;
    private static final Duration PATIENCE = Duration.ofMinutes(30);
    private static final Duration POLL = Duration.ofMillis(20);

    @Override
    public String name() {
        return "snapshot-restore";
    }

    @Override
    public String summary() {
        return "1 million ratings restored from a snapshot, against a bare COPY of the same rows";
    }

    @Override
    public BenchmarkReport run(BenchmarkContext context) throws IOException, InterruptedException {
        try (BenchSuite suite = BenchSuite.start(context, Set.of(Service.WORKHORSE), Map.of());
                Connection connection = SuiteDatabase.connect(suite.suite().environment())) {
            return new Run(context, suite.client(), connection).measure();
        } catch (SQLException e) {
            throw new IOException("the database refused the benchmark's own statements: " + e.getMessage(), e);
        }
    }

    /** One run of the benchmark. */
    private static final class Run {

        private final BenchmarkContext context;
        private final SuiteClient client;
        private final Connection connection;
        private final long users;

        Run(BenchmarkContext context, SuiteClient client, Connection connection) {
            this.context = context;
            this.client = client;
            this.connection = connection;
            this.users = Math.max(1, context.scaled(RATINGS) / RATINGS_OF_A_USER);
        }

        BenchmarkReport measure() throws SQLException, IOException, InterruptedException {
            long ratings = users * RATINGS_OF_A_USER;
            context.say(String.format(Locale.ROOT, "making %,d ratings of %,d movies", ratings, MOVIES));
            fill();
            String before = fingerprint();
            Path rows = context.folder().resolve("ratings.txt");
            copyOut(rows);

            context.say("taking a snapshot");
            Timed first = job("/api/v1/snapshots", Map.of("tag", "bench"));
            Timed unchanged = job("/api/v1/snapshots", Map.of("tag", "unchanged"));
            execute(
                    "UPDATE catalog.ratings SET rating = 5.5 - rating WHERE user_id = 7 AND movie_id = (SELECT min(movie_id)"
                            + " FROM catalog.ratings WHERE user_id = 7)");
            Timed oneRow = job("/api/v1/snapshots", Map.of("tag", "one-row"));

            List<Double> equal = new ArrayList<>();
            List<Double> naked = new ArrayList<>();
            List<Double> restores = new ArrayList<>();
            for (int round = 1; round <= ROUNDS; round++) {
                context.say("COPY into a table with the same indexes and constraints, round " + round);
                equal.add(copyIn(
                        rows,
                        "CREATE TABLE public.bare (LIKE catalog.ratings INCLUDING ALL)",
                        "ALTER TABLE public.bare ADD FOREIGN KEY (movie_id) REFERENCES catalog.movies"));
                context.say("COPY into a table with none, round " + round);
                naked.add(copyIn(rows, "CREATE TABLE public.bare (LIKE catalog.ratings)"));
                execute("UPDATE catalog.movies SET title = title || '!' WHERE movie_id = 1");
                execute("DELETE FROM catalog.ratings WHERE user_id % 10 = " + round);
                context.say("restore, round " + round);
                restores.add(job("/api/v1/snapshots/bench/restore", Map.of()).seconds());
                if (!fingerprint().equals(before)) {
                    throw new IllegalStateException("the restored tables are not what they were");
                }
            }

            Measurement reference = Measurement.reference(
                    "bare COPY, same indexes and constraints", ratings, "ratings", Measurement.median(equal));
            Measurement none = Measurement.reference(
                    "bare COPY, no indexes or constraints", ratings, "ratings", Measurement.median(naked));
            double restore = Measurement.median(restores);
            return new BenchmarkReport(
                    "Restoring a snapshot against COPY",
                    List.of(
                            reference,
                            none,
                            Measurement.speedAtLeast(
                                    LIMIT, reference, "restore, objects checked", ratings, "ratings", restore),
                            beside(none, "restore, beside the second", ratings, restore),
                            beside(reference, "take a snapshot", ratings, first.seconds()),
                            beside(reference, "take one of unchanged tables", ratings, unchanged.seconds()),
                            beside(reference, "take one with one row changed", ratings, oneRow.seconds())),
                    List.of(
                            String.format(
                                    Locale.ROOT,
                                    "COPY and restore are medians of %d runs; a restore is timed from request to end.",
                                    ROUNDS),
                            String.format(
                                    Locale.ROOT,
                                    "%,d bytes of rows became %s objects of %s bytes; with one row changed %s more of %s.",
                                    first.result().path("bytes").asLong(),
                                    first.result().path("objects_written").asText(),
                                    first.result().path("bytes_written").asText(),
                                    oneRow.result().path("objects_written").asText(),
                                    oneRow.result().path("bytes_written").asText()),
                            "All rows of both tables were compared after every restore."));
        }

        private void fill() throws SQLException {
            execute("""
                    INSERT INTO catalog.movies (movie_id, title, year, genres, source)
                    SELECT id, 'Movie number ' || id, 1950 + id %% 75, ARRAY['Drama', 'Comedy'], 'standard'
                    FROM generate_series(1, %d) id""".formatted(MOVIES));
            execute("""
                    INSERT INTO catalog.ratings (user_id, movie_id, rating, rated_at, source)
                    SELECT u, (u * 37 + k * 97) %% %d + 1, (1 + (u * 7 + k * k) %% 10) / 2.0,
                        timestamptz '2015-01-01' + make_interval(secs => (u * 7919 + k * 104729) %% 300000000), 'standard'
                    FROM generate_series(1, %d) u, generate_series(1, %d) k""".formatted(MOVIES, users, RATINGS_OF_A_USER));
            execute("ANALYZE catalog.ratings");
        }

        private void copyOut(Path file) throws SQLException, IOException {
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
                connection
                        .unwrap(PGConnection.class)
                        .getCopyAPI()
                        .copyOut("COPY (SELECT * FROM catalog.ratings ORDER BY user_id, movie_id) TO STDOUT", out);
            }
        }

        private double copyIn(Path file, String... table) throws SQLException, IOException {
            for (String sql : table) {
                execute(sql);
            }
            long start = System.nanoTime();
            try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
                connection.unwrap(PGConnection.class).getCopyAPI().copyIn("COPY public.bare FROM STDIN", in, 1 << 16);
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            execute("DROP TABLE public.bare");
            return seconds;
        }

        private record Timed(double seconds, JsonNode result) {}

        private Timed job(String path, Map<String, Object> body) throws InterruptedException {
            long start = System.nanoTime();
            JsonNode job = client.workhorse().post(path, body);
            while (job.path("state").asText().equals("running")) {
                if (System.nanoTime() - start > PATIENCE.toNanos()) {
                    throw new IllegalStateException(path + " has not ended after " + PATIENCE);
                }
                Thread.sleep(POLL);
                job = client.workhorse()
                        .get("/api/v1/snapshots/jobs/" + job.path("job_id").asText());
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            if (!job.path("state").asText().equals("succeeded")) {
                throw new IllegalStateException(
                        path + " failed: " + job.path("error").asText());
            }
            return new Timed(seconds, job.path("result"));
        }

        /** Both tables whole, in a few characters. */
        private String fingerprint() throws SQLException {
            try (Statement statement = connection.createStatement();
                    ResultSet result = statement.executeQuery("""
                            SELECT (SELECT md5(string_agg(m::text, '|' ORDER BY movie_id)) FROM catalog.movies m)
                                || (SELECT md5(string_agg(r::text, '|' ORDER BY user_id, movie_id))
                                    FROM catalog.ratings r)""")) {
                result.next();
                return result.getString(1);
            }
        }

        private void execute(String sql) throws SQLException {
            try (Statement statement = connection.createStatement()) {
                statement.execute(sql);
            }
        }

        private static Measurement beside(Measurement reference, String what, long rows, double seconds) {
            double ratio = rows / seconds / reference.perSecond();
            return new Measurement(what, rows, "ratings", seconds, OptionalDouble.of(ratio), "", true);
        }
    }
}
