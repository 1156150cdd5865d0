package io.marquee.journey.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.marquee.cli.client.HttpJson;
import io.marquee.journey.client.SuiteClient;
import io.marquee.localstack.Part;
import io.marquee.localstack.process.FileTree;
import io.marquee.localstack.suite.Service;
import io.marquee.localstack.suite.Suite;
import io.marquee.localstack.suite.SuiteProgress;
import io.marquee.localstack.suite.SuiteSettings;
import io.marquee.localstack.tmdb.StubCatalogue;
import io.marquee.localstack.tmdb.TmdbStub;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Long work on the data, killed at random points of it. {@code -Dmarquee.kills=20} kills each that often; a build makes do
 * with one.
 */
class SourcesCrashIT {

    private static final Path STATE = Path.of("target", "crash-state").toAbsolutePath();
    private static final int KILLS = Integer.getInteger("marquee.kills", 1);
    private static final long SEED = Long.getLong("marquee.seed", 20_261_122);

    private static StubCatalogue movies;
    private static TmdbStub tmdb;
    private static Suite suite;
    private static CatalogueDatabase database;

    @BeforeAll
    static void bringUp() throws IOException {
        movies = StubCatalogue.generate(200, 5);
        tmdb = TmdbStub.start(movies);
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("MARQUEE_PORTS", "random");
        environment.put("TMDB_BASE_URL", tmdb.baseUri().toString());
        environment.put("TMDB_ACCESS_TOKEN", TmdbStub.ACCESS_TOKEN);
        environment.put("MARQUEE_TMDB_INTERVAL", "10ms");
        suite = new Suite(new SuiteSettings(Path.of(".."), STATE, environment));
        // An earlier run may have been killed.
        suite.down(SuiteProgress.SILENT);
        FileTree.delete(STATE);
        suite.up(SuiteProgress.SILENT);
        suite.stop(Service.CONTROLTOWER);
        suite.stop(Service.NERVOUS);
        database = new CatalogueDatabase(suite.environment());
    }

    @AfterAll
    static void takeDown() {
        suite.down(SuiteProgress.SILENT);
        tmdb.close();
    }

    @Test
    void shouldLoadImdbAsIfNothingHadHappened() throws Exception {
        // Given
        Path folder = STATE.resolve("imdb");
        ImdbFiles.write(folder, 60_000);

        // When
        Map<String, String> tables = drill("imdb load", new LoadIntoNothing("imdb", folder));

        // Then
        assertThat(tables.get("movies")).startsWith("60000 rows");
    }

    @Test
    void shouldCrawlAsIfNothingHadHappened() throws Exception {
        // When
        Map<String, String> tables = drill("crawl", new Crawl());

        // Then
        assertThat(tables.get("movies")).startsWith(movies.popular().size() + " rows");
    }

    @Test
    void shouldRestoreAsIfNothingHadHappened() throws Exception {
        // Given
        Path folder = STATE.resolve("standard");
        StandardFiles.write(folder, 2_000, 3_000, 100);
        LoadIntoNothing load = new LoadIntoNothing("standard", folder);
        load.prepare();
        load.begin();
        load.complete();
        Map<String, String> before = database.digests();
        JsonNode taken = workhorse().post("/api/v1/snapshots", Map.of("tag", "before"));
        assertThat(Waiting.succeeded(Waiting.forEnd(() -> job(taken)))).isTrue();

        // When
        Map<String, String> restored = drill("restore", new Restore("before"));

        // Then
        assertThat(before.get("ratings")).startsWith("300000 rows");
        assertThat(restored).isEqualTo(before);
    }

    @Test
    void shouldKeepFeaturesOfAStreamExactWhateverStops() throws Exception {
        // Given
        database.execute("INSERT INTO catalog.movies (movie_id, title, source) SELECT id, 'M' || id, 'standard'"
                + " FROM generate_series(1, " + StreamDrill.movies() + ") id ON CONFLICT DO NOTHING");
        Random random = new Random(SEED);
        List<StreamDrill.Trouble> troubles = new ArrayList<>();
        for (int kill = 0; kill < KILLS; kill++) {
            troubles.add(() -> {
                Thread.sleep(random.nextInt(400));
                suite.kill(Service.WORKHORSE);
                suite.start(Service.WORKHORSE);
            });
        }
        troubles.add(() -> hold("redis"));
        troubles.add(() -> hold("kafka"));
        troubles.add(() -> crash(Part.REDIS));
        troubles.add(() -> crash(Part.KAFKA));

        for (int round = 0; round < troubles.size(); round++) {
            // When
            StreamDrill drill = new StreamDrill(
                    suite.environment().get("KAFKA_BOOTSTRAP_SERVERS"), workhorse(), random, round, 6_000);

            // Then
            drill.run(Duration.ofSeconds(1), troubles.get(round));
        }
    }

    @Test
    void shouldBringFeaturesOnlineAsIfNothingHadHappened() throws Exception {
        // Given
        database.clear();
        database.execute("INSERT INTO catalog.movies (movie_id, title, source) SELECT id, 'M' || id, 'standard'"
                + " FROM generate_series(1, 500) id");
        database.execute("INSERT INTO catalog.ratings (user_id, movie_id, rating, rated_at, source)"
                + " SELECT id, id % 500 + 1, id % 5 + 1, timestamptz '2024-01-01' + make_interval(mins => id), 'standard'"
                + " FROM generate_series(1, 20000) id");

        // When
        String rows = new MaterializeDrill(suite, SourcesCrashIT::workhorse, new Random(SEED)).run(KILLS);

        // Then
        assertThat(rows).startsWith("20500 rows");
    }

    @Test
    void shouldKeepBatchesWholeAndEventsCompleteWhateverStops() throws Exception {
        // Given
        Random random = new Random(SEED);
        for (int kill = 0; kill < KILLS; kill++) {
            TrackingDrill drill =
                    new TrackingDrill(workhorse(), suite.environment().get("KAFKA_BOOTSTRAP_SERVERS"));
            CompletableFuture<Integer> work = CompletableFuture.supplyAsync(drill::workUntilKilled);

            // When
            Thread.sleep(500 + random.nextInt(1_500));
            suite.kill(Service.WORKHORSE);
            int answered = work.get(60, TimeUnit.SECONDS);
            suite.start(Service.WORKHORSE);

            // Then
            drill.inspect();
            System.out.printf("tracking killed after %d answers: whole batches, complete events%n", answered);
        }
    }

    /** Ends a part without notice and starts it again: Redis may have lost its last second then. */
    private static void crash(Part part) throws InterruptedException {
        suite.parts().kill(part);
        Thread.sleep(300);
        suite.parts().start(Set.of(part));
    }

    @Test
    void shouldShowNoHalfArtefactWhateverStops() throws Exception {
        // Given
        Random random = new Random(SEED);

        for (int kill = 0; kill < KILLS; kill++) {
            // When, Then
            new UploadDrill(suite.url(Service.WORKHORSE), workhorse(), random).run(() -> {
                suite.kill(Service.WORKHORSE);
                suite.start(Service.WORKHORSE);
            });
        }
    }

    @Test
    void shouldBringAnExperimentBackAsItWasWhateverStops() throws Exception {
        // Given
        Random random = new Random(SEED);

        for (int kill = 0; kill < KILLS; kill++) {
            // When, Then
            int hits = new UpkeepDrill(suite.url(Service.WORKHORSE), SourcesCrashIT::workhorse, random, () -> {
                        suite.kill(Service.WORKHORSE);
                        suite.start(Service.WORKHORSE);
                    })
                    .run(KILLS > 1);
            System.out.printf("upkeep killed in the middle of %d jobs: the experiment is as it was%n", hits);
        }
    }

    /** Stops a part in the middle of whatever it does, for a while. */
    private static void hold(String part) throws IOException, InterruptedException {
        long pid = suite.status().stream()
                .filter(status -> status.name().equals(part))
                .findFirst()
                .orElseThrow()
                .pid()
                .orElseThrow();
        signal("STOP", pid);
        try {
            Thread.sleep(1_500);
        } finally {
            signal("CONT", pid);
        }
    }

    private static void signal(String name, long pid) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(pid))
                        .inheritIO()
                        .start()
                        .waitFor())
                .isZero();
    }

    private static Map<String, String> drill(String name, CrashDrill.Job job)
            throws SQLException, InterruptedException {
        return new CrashDrill(suite, database, SEED).run(name, job, KILLS);
    }

    private static HttpJson workhorse() {
        return new SuiteClient(
                        suite.url(Service.WORKHORSE), suite.url(Service.CONTROLTOWER), suite.url(Service.NERVOUS))
                .workhorse();
    }

    private static JsonNode job(JsonNode started) {
        return workhorse()
                .get("/api/v1/snapshots/jobs/" + started.path("job_id").asText());
    }

    /** A folder that is loaded into an empty catalogue; a load that was killed is asked for again, as a user would. */
    private static final class LoadIntoNothing implements CrashDrill.Job {

        private final Map<String, Object> request;
        private JsonNode started;

        LoadIntoNothing(String source, Path folder) {
            this.request = Map.of("source", source, "source_uri", folder.toString());
        }

        @Override
        public void prepare() throws SQLException {
            database.clear();
        }

        @Override
        public void begin() {
            started = workhorse().post("/api/v1/ingestions", request);
        }

        @Override
        public boolean done() {
            return !Waiting.underWay(now());
        }

        @Override
        public void complete() throws InterruptedException {
            if (!Waiting.succeeded(Waiting.forEnd(this::now))) {
                begin();
                JsonNode second = Waiting.forEnd(this::now);
                assertThat(Waiting.succeeded(second)).as("%s", second).isTrue();
            }
        }

        private JsonNode now() {
            return workhorse()
                    .get("/api/v1/ingestions/" + started.path("ingestion_id").asText());
        }
    }

    /** A crawl with details of every movie; it goes on by itself when the service is back. */
    private static final class Crawl implements CrashDrill.Job {

        private JsonNode started;

        @Override
        public void prepare() throws SQLException {
            database.clear();
            tmdb.forget();
        }

        @Override
        public void begin() {
            started = workhorse()
                    .post(
                            "/api/v1/crawls",
                            Map.of(
                                    "source",
                                    "tmdb",
                                    "lists",
                                    List.of("popular", "top_rated"),
                                    "pages",
                                    "1-500",
                                    "details",
                                    true));
        }

        @Override
        public boolean done() {
            return !Waiting.underWay(now());
        }

        @Override
        public void complete() throws InterruptedException {
            JsonNode end = Waiting.forEnd(this::now);
            assertThat(Waiting.succeeded(end)).as("%s", end).isTrue();
        }

        /** Only the answer that was on its way in when the service was killed may have been asked for again. */
        @Override
        public void inspect(int kills) {
            assertThat(tmdb.answeredCounts().values().stream()
                            .mapToInt(times -> times - 1)
                            .sum())
                    .isLessThanOrEqualTo(kills);
        }

        private JsonNode now() {
            return workhorse().get("/api/v1/crawls/" + started.path("crawl_id").asText());
        }
    }

    /** A catalogue that has gone another way since the snapshot; a restore that was killed is asked for again. */
    private static final class Restore implements CrashDrill.Job {

        private final String tag;
        private JsonNode started;

        Restore(String tag) {
            this.tag = tag;
        }

        @Override
        public void prepare() throws SQLException {
            database.execute("DELETE FROM catalog.ratings WHERE user_id % 3 = 0");
            database.execute("UPDATE catalog.ratings SET rating = 0.5 WHERE user_id % 3 = 1");
            database.execute(
                    "INSERT INTO catalog.movies (movie_id, title, source) VALUES (999999, 'Later', 'standard')");
        }

        @Override
        public void begin() {
            started = workhorse().post("/api/v1/snapshots/" + tag + "/restore", Map.of());
        }

        @Override
        public boolean done() {
            return !Waiting.underWay(job(started));
        }

        @Override
        public void complete() throws InterruptedException {
            if (!Waiting.succeeded(Waiting.forEnd(() -> job(started)))) {
                begin();
                JsonNode second = Waiting.forEnd(() -> job(started));
                assertThat(Waiting.succeeded(second)).as("%s", second).isTrue();
            }
        }
    }
}
