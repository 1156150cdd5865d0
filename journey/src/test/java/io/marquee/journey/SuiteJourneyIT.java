package io.marquee.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.marquee.journey.client.SuiteClient;
import io.marquee.journey.demo.DemoReport;
import io.marquee.journey.demo.DemoRun;
import io.marquee.journey.demo.Terminal;
import io.marquee.journey.scenario.Ratings;
import io.marquee.localstack.process.FileTree;
import io.marquee.localstack.suite.Service;
import io.marquee.localstack.suite.Suite;
import io.marquee.localstack.suite.SuiteProgress;
import io.marquee.localstack.suite.SuiteSettings;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * One suite, packaged as people run it, on random ports. The steps build on each other as a day in production does: the loop
 * turns once, a champion is swapped under load, every service is killed under load.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SuiteJourneyIT {

    private static final Path STATE = Path.of("target", "journey-state").toAbsolutePath();
    private static final String DAG = "movie_training_pipeline";
    private static final String MODEL = "personal-rating";

    private static Suite suite;
    private static SuiteClient client;

    @BeforeAll
    static void bringUp() {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("MARQUEE_PORTS", "random");
        suite = new Suite(new SuiteSettings(Path.of(".."), STATE, environment).with(DemoRun.SETTINGS));
        // An earlier run may have been killed, and its versions would count on.
        suite.down(SuiteProgress.SILENT);
        FileTree.delete(STATE);
        suite.up(SuiteProgress.SILENT);
        client = new SuiteClient(
                suite.url(Service.WORKHORSE), suite.url(Service.CONTROLTOWER), suite.url(Service.NERVOUS));
    }

    @AfterAll
    static void takeDown() {
        suite.down(SuiteProgress.SILENT);
    }

    @Test
    @Order(1)
    void shouldTurnTheLoopOnce() throws IOException, InterruptedException {
        DemoReport report = new DemoRun(client, Terminal.system(), STATE.resolve("demo")).run(Optional.empty());

        assertThat(report.steps())
                .containsExactly(
                        "ingest", "train", "serve", "predict", "steady", "new films", "drift", "retrain", "serve");
        assertThat(client.champion(MODEL).path("version").asInt()).isEqualTo(2);
        JsonNode skew = client.workhorse().get("/api/v1/features/skew");
        assertThat(skew.path("compared").asLong()).isGreaterThan(1_000);
        assertThat(skew.path("skewed").asLong()).as(skew.toString()).isZero();
    }

    @Test
    @Order(2)
    void shouldSwapTheChampionWithoutAFailedRequest() throws IOException, InterruptedException {
        Ratings ratings = Ratings.read(STATE.resolve("demo").resolve("sample"));
        SteadyTraffic traffic = traffic(ratings);
        try (traffic) {
            for (int swap = 0; swap < 10; swap++) {
                int version = 1 + swap % 2;
                client.workhorse()
                        .post(
                                "/api/2.0/mlflow/registered-models/alias",
                                Map.of("name", MODEL, "alias", "champion", "version", Integer.toString(version)));
                await().atMost(Duration.ofSeconds(20)).until(() -> served() == version);
            }
        }

        assertThat(traffic.failures()).isEmpty();
        assertThat(traffic.requests()).isGreaterThan(100);
        assertThat(traffic.versions()).containsExactly(1, 2);
        assertStored(traffic);
    }

    @Test
    @Order(3)
    void shouldLoseNothingWhenEachServiceIsKilled() throws IOException, InterruptedException {
        Ratings ratings = Ratings.read(STATE.resolve("demo").resolve("sample"));
        SteadyTraffic traffic = traffic(ratings);
        String run;
        try (traffic) {
            run = client.triggerDag(DAG, Map.of("reason", "journey"));
            for (Service service : List.of(Service.NERVOUS, Service.WORKHORSE, Service.CONTROLTOWER)) {
                Thread.sleep(1_500);
                suite.kill(service);
                Thread.sleep(500);
                suite.start(service);
            }
            Thread.sleep(1_500);
        }

        assertThat(traffic.acknowledgedRatings()).hasSizeGreaterThan(100);
        assertStored(traffic);
        await().atMost(Duration.ofMinutes(3)).untilAsserted(() -> assertThat(
                        client.dagRun(DAG, run).path("state").asText())
                .isEqualTo("success"));
    }

    @Test
    @Order(4)
    void shouldRefuseBadInputAndSayWhy() throws IOException {
        refused(client.controltower().getRaw("/api/v1/users/1/recommendations?k=0"), 400, "'k'", "0");
        refused(client.controltower().getRaw("/api/v1/users/1/recommendations?k=1000000"), 400, "'k'", "1000000");
        refused(
                client.controltower().postRaw("/api/v1/predict", "{\"user_id\": 1, \"movie_ids\": [999999999]}"),
                404,
                "999999999");
        refused(client.controltower().postRaw("/api/v1/predict", "{\"user_id\": 1, \"movie_ids\": ["), 400, "JSON");
        refused(
                client.controltower()
                        .postRaw(
                                "/api/v1/events/user-interaction",
                                "{\"user_id\":1,\"movie_id\":1,\"interaction_type\":\"rating\",\"rating\":11}"),
                400,
                "rating",
                "11");
        refused(
                client.workhorse()
                        .postRaw("/api/v1/ingestions", "{\"source\":\"movielens\",\"path\":\"/nowhere/at/all\"}"),
                400,
                "/nowhere/at/all");
    }

    @Test
    @Order(5)
    void shouldRecommendPopularMoviesToAStranger() {
        JsonNode answer = client.recommend(987_654_321, 5);

        assertThat(answer.path("algorithm").asText()).isEqualTo("popularity");
        assertThat(answer.path("recommendations")).hasSize(5);
    }

    @Test
    @Order(6)
    void shouldStoreOnlyTheGoodRowsOfABrokenFile() throws Exception {
        Path folder = STATE.resolve("broken");
        Files.createDirectories(folder);
        Files.writeString(
                folder.resolve("movies.csv"),
                "movie_id,title,year,genres,director,runtime_minutes,vote_average,vote_count,imdb_id,tmdb_id\n"
                        + "800001,Good,2001,Drama,,90,,,,\n"
                        + "x,No id,2001,Drama,,90,,,,\n"
                        + "800002,,2001,Drama,,90,,,,\n"
                        + "800003,Good too,2001,Drama,,90,,,,\n"
                        + "800004,Also good,2001,Drama,,90,,,,\n");
        Files.writeString(
                folder.resolve("ratings.csv"),
                "user_id,movie_id,rating,rated_at\n700001,800001,4.5,1500000000\n700001,800001,11,1500000000\n"
                        + "700001,800009,4,1500000000\n700001,800001\n700002,800001,4,1500000000\n"
                        + "700003,800001,4,1500000000\n700004,800001,4,1500000000\n");

        String id = client.startIngestion("standard", folder);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> !client.ingestion(id).path("state").asText().equals("running"));

        JsonNode done = client.ingestion(id);
        assertThat(done.path("state").asText()).isEqualTo("succeeded");
        assertThat(List.of(
                        done.path("movies").path("accepted").asInt(),
                                done.path("movies").path("rejected").asInt(),
                        done.path("ratings").path("accepted").asInt(),
                                done.path("ratings").path("rejected").asInt()))
                .containsExactly(3, 2, 4, 3);
        assertThat(new StoredEvents(suite.environment())
                        .column("SELECT movie_id FROM catalog.movies WHERE movie_id >= 800000 AND movie_id < 900000"))
                .containsExactlyInAnyOrder("800001", "800003", "800004");
        assertThat(new StoredEvents(suite.environment())
                        .column("SELECT file || ':' || line FROM catalog.quarantine WHERE ingestion_id = '" + id + "'"))
                .containsExactlyInAnyOrder(
                        "movies.csv:3", "movies.csv:4", "ratings.csv:3", "ratings.csv:4", "ratings.csv:5");
    }

    private static SteadyTraffic traffic(Ratings ratings) {
        return new SteadyTraffic(
                client,
                ratings.users(),
                ratings.movies().stream().sorted().limit(500).toList());
    }

    private static void assertStored(SteadyTraffic traffic) {
        StoredEvents stored = new StoredEvents(suite.environment());
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            assertAll(traffic.acknowledgedRatings(), stored, "SELECT event_id FROM monitoring.interaction");
            assertAll(traffic.acknowledgedRatings(), stored, "SELECT event_id FROM catalog.interaction_events");
            Map<String, String> published =
                    PublishedPredictions.byRequest(suite.environment().get("KAFKA_BOOTSTRAP_SERVERS"));
            assertThat(published.keySet()).containsAll(traffic.acknowledgedPredictions());
            assertAll(Set.copyOf(published.values()), stored, "SELECT event_id FROM monitoring.prediction_event");
        });
    }

    private static void assertAll(Set<String> acknowledged, StoredEvents stored, String query) throws SQLException {
        assertThat(stored.column(query)).as(query).containsAll(acknowledged);
    }

    private static int served() {
        for (JsonNode model : client.servedModels().path("models")) {
            if (model.path("name").asText().equals(MODEL)) {
                return model.path("version").asInt();
            }
        }
        return 0;
    }

    private static void refused(HttpResponse<String> response, int status, String... mentions) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("content-type")).hasValue("application/problem+json");
        assertThat(response.body()).contains(mentions);
    }
}
