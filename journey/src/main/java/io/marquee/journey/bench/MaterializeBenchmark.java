package io.marquee.journey.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.marquee.journey.client.SuiteClient;
import io.marquee.localstack.suite.Service;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * A million entities with ten features brought online by the packaged workhorse, from the request to the last row in Redis:
 * offline rows fetched from the object store, the newest of each entity found, and written. The reference sends as many
 * {@code HSET} of the same shape to the same Redis, by pipelines, and does nothing else.
 */
final class MaterializeBenchmark implements Benchmark {

    private static final long ENTITIES = 1_000_000;
    private static final int MOVIES = 1_000;
    private static final int FEATURES = 10;
    private static final int ROUNDS = 3;
    private static final double LIMIT = 0.5;

    @Override
    public String name() {
        return "materialize";
    }

    @Override
    public String summary() {
        return "1 million rows of 10 features brought online, against bare pipelined HSET of the same shape";
    }

    @Override
    public BenchmarkReport run(BenchmarkContext context) throws IOException, InterruptedException {
        long entities = context.scaled(ENTITIES);
        Map<String, String> settings = Map.of(
                "MARQUEE_FEATURE_DEFINITIONS",
                definitions(context.folder()).toString(),
                // Redis is emptied between the rounds, and nothing shall be done about that.
                "MARQUEE_ONLINE_STORE_REBUILD_WHEN_EMPTIED",
                "false");
        try (BenchSuite suite = BenchSuite.start(context, Set.of(Service.WORKHORSE), settings)) {
            fill(suite.suite().environment(), entities);
            return measure(context, suite, entities);
        } catch (SQLException e) {
            throw new IOException("the database refused the benchmark's own statements: " + e.getMessage(), e);
        }
    }

    private static BenchmarkReport measure(BenchmarkContext context, BenchSuite suite, long entities)
            throws IOException, InterruptedException {
        SuiteClient client = suite.client();
        Map<String, String> environment = suite.suite().environment();
        HsetReference reference = new HsetReference(
                environment.get("REDIS_HOST"), Integer.parseInt(environment.get("REDIS_PORT")), FEATURES);
        context.say("building offline rows");
        FeatureJobs.run(client, Map.of("kind", "build"));
        List<Double> bare = new ArrayList<>();
        List<Double> first = new ArrayList<>();
        List<Double> again = new ArrayList<>();
        for (int round = 1; round <= ROUNDS; round++) {
            reference.flush();
            context.say("bare HSET by " + reference.tool() + ", round " + round);
            bare.add(reference.seconds(entities));
            reference.flush();
            context.say("bringing " + entities + " rows online, round " + round);
            first.add(materialize(client, entities));
            context.say("the same once more, over what is there, round " + round);
            again.add(materialize(client, entities));
        }
        JsonNode row = client.workhorse().get("/api/v1/features/bench_rows/" + entities);
        require(
                "the last entity's feature",
                entities / 8.0,
                row.path("values").path("f10").asDouble());
        Measurement hset =
                Measurement.reference("HSET of 10 fields, pipelined", entities, "rows", Measurement.median(bare));
        Measurement online =
                Measurement.speedAtLeast(LIMIT, hset, "brought online", entities, "rows", Measurement.median(first));
        double ratio = entities / Measurement.median(again) / hset.perSecond();
        Measurement twice = new Measurement(
                "once more", entities, "rows", Measurement.median(again), OptionalDouble.of(ratio), "", true);
        return new BenchmarkReport(
                "Bringing rows online against HSET",
                List.of(hset, online, twice),
                List.of(
                        String.format(
                                Locale.ROOT, "Medians of %d rounds; Redis is emptied before the first two.", ROUNDS),
                        "The reference is " + reference.tool() + ".",
                        String.format(
                                Locale.ROOT,
                                "workhorse takes %,d MB after it, its heap limit is as in ./marquee up.",
                                suite.suite().residentBytes(Service.WORKHORSE) >> 20),
                        "Every run wrote every row, and one was read back over HTTP."));
    }

    private static double materialize(SuiteClient client, long entities) throws InterruptedException {
        JsonNode job = FeatureJobs.run(client, Map.of("kind", "materialize", "views", List.of("bench_rows")));
        require(
                "rows written",
                entities,
                job.path("result").path("views").path(0).path("rows_written").asLong());
        return FeatureJobs.seconds(job);
    }

    private static void fill(Map<String, String> environment, long entities) throws SQLException {
        try (Connection connection = SuiteDatabase.connect(environment);
                Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO catalog.movies (movie_id, title, source)"
                    + " SELECT id, 'Movie ' || id, 'standard' FROM generate_series(1, " + MOVIES + ") id");
            statement.execute("INSERT INTO catalog.ratings (user_id, movie_id, rating, rated_at, source)"
                    + " SELECT id, id % " + MOVIES + " + 1, 3,"
                    + " timestamptz '2020-01-01' + make_interval(secs => id % 100000000), 'standard'"
                    + " FROM generate_series(1, " + entities + ") id");
        }
    }

    /** One view of users with ten numbers. */
    private static Path definitions(Path folder) throws IOException {
        Path definitions = Files.createDirectories(folder.resolve("definitions"));
        Files.writeString(definitions.resolve("entities.yaml"), """
                entities:
                  - {name: user, join_key: user_id, type: INT64, description: A user.}
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
        StringBuilder fields = new StringBuilder();
        StringBuilder columns = new StringBuilder();
        for (int feature = 1; feature <= FEATURES; feature++) {
            fields.append("  - {name: f" + feature + ", type: DOUBLE, description: A number.}\n");
            columns.append(", user_id / " + (feature == FEATURES ? "8.0" : feature + ".0") + "::DOUBLE AS f" + feature);
        }
        Files.writeString(definitions.resolve("bench_rows.yaml"), """
                view: bench_rows
                version: 1
                entities: [user]
                sources: [ratings]
                description: Ten numbers of each user.
                owner: data
                ttl: forever
                online_ttl: 30d
                fields:
                %ssql: SELECT user_id, rated_at + INTERVAL 1 SECOND AS event_timestamp%s FROM ratings
                """.formatted(fields, columns));
        return definitions;
    }

    private static void require(String what, double wanted, double given) {
        if (Math.abs(wanted - given) > 1e-9) {
            throw new IllegalStateException(what + " should be " + wanted + ", got: " + given);
        }
    }
}
