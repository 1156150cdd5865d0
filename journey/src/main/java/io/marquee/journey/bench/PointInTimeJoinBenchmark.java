package io.marquee.journey.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.marquee.journey.client.SuiteClient;
import io.marquee.localstack.suite.Service;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A million labels joined with three views as they were at each label's time, by a job of the packaged workhorse: the frame
 * read, offline rows brought from the object store as far as they are not in the cache of files, joined, and the result stored. The reference is the same join written by
 * hand for DuckDB over the same Parquet files, with as much memory and as many threads.
 */
final class PointInTimeJoinBenchmark implements Benchmark {

    private static final long LABELS = 1_000_000;
    private static final int USERS = 20_000;
    private static final int MOVIES = 5_000;
    private static final int ROUNDS = 3;
    private static final double LIMIT = 1.3;
    private static final String FRAME_TIME = "event_timestamp";

    @Override
    public String name() {
        return "point-in-time-join";
    }

    @Override
    public String summary() {
        return "1 million labels joined with 3 views in time, against DuckDB's ASOF join written by hand";
    }

    @Override
    public BenchmarkReport run(BenchmarkContext context) throws IOException, InterruptedException {
        long labels = context.scaled(LABELS);
        Map<String, String> settings = Map.of(
                "MARQUEE_FEATURE_DEFINITIONS", definitions(context.folder()).toString());
        try (BenchSuite suite = BenchSuite.start(context, Set.of(Service.WORKHORSE), settings);
                Connection duckDb = duckDb(context.folder())) {
            fill(suite.suite().environment(), labels);
            return measure(context, suite, duckDb, labels);
        } catch (SQLException e) {
            throw new IOException("a database refused the benchmark's own statements: " + e.getMessage(), e);
        }
    }

    private static BenchmarkReport measure(BenchmarkContext context, BenchSuite suite, Connection duckDb, long labels)
            throws IOException, InterruptedException, SQLException {
        SuiteClient client = suite.client();
        context.say("building offline rows");
        FeatureJobs.run(client, Map.of("kind", "build"));
        Path frame = context.folder().resolve("frame.parquet");
        Path byHand = context.folder().resolve("by-hand.parquet");
        execute(duckDb, "COPY (" + frame(labels) + ") TO '" + frame + "' (FORMAT parquet)");
        String join = byHand(frame, context.folder().resolve("suite"));
        List<Double> hand = new ArrayList<>();
        List<Double> work = new ArrayList<>();
        JsonNode job = null;
        for (int round = 1; round <= ROUNDS; round++) {
            context.say("ASOF join by hand, round " + round);
            long began = System.nanoTime();
            execute(duckDb, "COPY (" + join + ") TO '" + byHand + "' (FORMAT parquet, COMPRESSION zstd)");
            hand.add((System.nanoTime() - began) / 1e9);
            context.say("the same by workhorse, round " + round);
            job = FeatureJobs.await(client, client.workhorse().post("/api/v1/features/historical", request(frame)));
            work.add(FeatureJobs.seconds(job));
        }
        require(labels, job, duckDb, byHand, context.folder().resolve("suite"));
        Measurement reference = Measurement.reference("ASOF join by hand", labels, "labels", Measurement.median(hand));
        Measurement joined = Measurement.timeAtMost(
                LIMIT, reference, "features of the past, as a job", labels, "labels", Measurement.median(work));
        return new BenchmarkReport(
                "Features at each label's time against DuckDB's own join",
                List.of(reference, joined),
                List.of(
                        String.format(Locale.ROOT, "Medians of %d rounds, 256 MB and 2 threads for both.", ROUNDS),
                        "Both results have the same rows.",
                        "The join by hand reads and writes local files. The job stores its result in the object store; the"
                                + " offline rows it finds in its cache of files, as any instance does that has built or read"
                                + " them before (MARQUEE_FEATURE_ROW_CACHE_MEGABYTES=0 turns that off).",
                        String.format(
                                Locale.ROOT,
                                "workhorse takes %,d MB after it, its heap limit is as in ./marquee up.",
                                suite.suite().residentBytes(Service.WORKHORSE) >> 20)));
    }

    private static Map<String, Object> request(Path frame) {
        return Map.of(
                "entity_frame",
                Map.of("uri", frame.toString()),
                "features",
                List.of(
                        "user_counts:ratings",
                        "user_counts:stars",
                        "movie_counts:rated",
                        "movie_counts:liked",
                        "user_last:previous"));
    }

    private static String byHand(Path frame, Path suite) throws IOException {
        return "SELECT frame.*, u.ratings, u.stars, m.rated, m.liked, l.previous FROM read_parquet('" + frame
                + "') AS frame"
                + asOf("user_counts", "u", "user_id", suite)
                + asOf("movie_counts", "m", "movie_id", suite)
                + asOf("user_last", "l", "user_id", suite);
    }

    private static String asOf(String view, String alias, String key, Path suite) throws IOException {
        return " ASOF LEFT JOIN read_parquet(" + files(suite, "/features/" + view + "/") + ") AS " + alias
                + " ON frame." + key + " = " + alias + "." + key + " AND frame." + FRAME_TIME + " >= " + alias
                + ".event_timestamp";
    }

    private static String files(Path suite, String part) throws IOException {
        try (Stream<Path> files = Files.walk(suite)) {
            List<String> names = files.filter(Files::isRegularFile)
                    .map(Path::toString)
                    .filter(file -> file.contains(part) && file.endsWith(".parquet"))
                    .map(file -> "'" + file + "'")
                    .sorted()
                    .toList();
            if (names.isEmpty()) {
                throw new IllegalStateException("no Parquet files with " + part + " in " + suite);
            }
            return names.toString();
        }
    }

    private static void require(long labels, JsonNode job, Connection duckDb, Path byHand, Path suite)
            throws IOException, SQLException {
        String file = job.path("result").path("file").asText();
        String stored = files(suite, file.substring(file.lastIndexOf('/')));
        long given = job.path("result").path("rows").asLong();
        long different = count(
                duckDb,
                "SELECT count(*) FROM (FROM read_parquet('" + byHand + "') EXCEPT ALL FROM read_parquet(" + stored
                        + "))");
        if (given != labels || different != 0) {
            throw new IllegalStateException(
                    given + " rows of " + labels + ", " + different + " of the join by hand are not among them");
        }
    }

    private static Connection duckDb(Path folder) throws SQLException, IOException {
        Path spill = Files.createDirectories(folder.resolve("spill"));
        Properties settings = new Properties();
        settings.setProperty("memory_limit", "256MB");
        settings.setProperty("threads", "2");
        settings.setProperty("temp_directory", spill.toString());
        return DriverManager.getConnection("jdbc:duckdb:", settings);
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static long count(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return result.getLong(1);
        }
    }

    /** Labels of all moments between the first rating and a while after the last one. */
    private static String frame(long labels) {
        return "SELECT (i * 7919) %% %d + 1 AS user_id, (i * 104729) %% %d + 1 AS movie_id,".formatted(USERS, MOVIES)
                + " TIMESTAMP '2020-01-01' + to_seconds((i * 15485863) % 110000000) AS " + FRAME_TIME + " FROM range("
                + labels + ") t(i)";
    }

    /** As many ratings as labels: each user rates movies one after the other, so no pair comes twice. */
    private static void fill(Map<String, String> environment, long ratings) throws SQLException {
        try (Connection connection = SuiteDatabase.connect(environment)) {
            execute(
                    connection,
                    "INSERT INTO catalog.movies (movie_id, title, source)"
                            + " SELECT id, 'Movie ' || id, 'standard' FROM generate_series(1, " + MOVIES + ") id");
            execute(
                    connection,
                    "INSERT INTO catalog.ratings (user_id, movie_id, rating, rated_at, source)"
                            + " SELECT id % " + USERS + " + 1, (id % " + USERS + " * 31 + id / " + USERS + ") % "
                            + MOVIES + " + 1, 1 + id % 5,"
                            + " timestamptz '2020-01-01' + make_interval(secs => (id * 7727) % 100000000), 'standard'"
                            + " FROM generate_series(1, " + ratings + "::bigint) id");
        }
    }

    private static Path definitions(Path folder) throws IOException {
        Path definitions = Files.createDirectories(folder.resolve("definitions"));
        Files.writeString(definitions.resolve("entities.yaml"), """
                entities:
                  - {name: user, join_key: user_id, type: INT64, description: A user.}
                  - {name: movie, join_key: movie_id, type: INT64, description: A movie.}
                """);
        Files.writeString(definitions.resolve("sources.yaml"), """
                sources:
                  - name: ratings
                    type: table
                    table: catalog.ratings
                    timestamp_field: rated_at
                    description: Ratings.
                    owner: data
                """);
        view(definitions, "user_counts", "user", "ratings: INT64, stars: DOUBLE", """
                SELECT user_id, rated_at + INTERVAL 1 SECOND AS event_timestamp,
                       (sum(count(*)) OVER w)::BIGINT AS ratings, (sum(sum(rating)) OVER w)::DOUBLE AS stars
                FROM ratings GROUP BY user_id, rated_at WINDOW w AS (PARTITION BY user_id ORDER BY rated_at)
                """);
        view(definitions, "movie_counts", "movie", "rated: INT64, liked: INT64", """
                SELECT movie_id, rated_at + INTERVAL 1 SECOND AS event_timestamp,
                       (sum(count(*)) OVER w)::BIGINT AS rated,
                       (sum(count(*) FILTER (WHERE rating >= 4)) OVER w)::BIGINT AS liked
                FROM ratings GROUP BY movie_id, rated_at WINDOW w AS (PARTITION BY movie_id ORDER BY rated_at)
                """);
        view(definitions, "user_last", "user", "previous: DOUBLE", """
                SELECT user_id, rated_at + INTERVAL 1 SECOND AS event_timestamp, max(rating)::DOUBLE AS previous
                FROM ratings GROUP BY user_id, rated_at
                """);
        return definitions;
    }

    private static void view(Path folder, String name, String entity, String fields, String sql) throws IOException {
        StringBuilder text = new StringBuilder("""
                view: %s
                version: 1
                entities: [%s]
                sources: [ratings]
                description: Numbers of each %s.
                owner: data
                ttl: forever
                online_ttl: 30d
                fields:
                """.formatted(name, entity, entity));
        for (String field : fields.split(", ")) {
            String[] parts = field.split(": ");
            text.append("  - {name: " + parts[0] + ", type: " + parts[1] + ", description: A number.}\n");
        }
        text.append("sql: |\n").append(sql.indent(2));
        Files.writeString(folder.resolve(name + ".yaml"), text);
    }
}
