package io.marquee.workhorse.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.agroal.api.AgroalDataSource;
import io.marquee.contract.provenance.ModelProvenance;
import io.marquee.localstack.testing.LocalStackResource;
import io.marquee.runtime.LoadedModel;
import io.marquee.runtime.ModelFolder;
import io.marquee.runtime.ModelKind;
import io.marquee.runtime.PersonalRatingModel;
import io.marquee.workhorse.feature.TrainingFrame;
import io.marquee.workhorse.ingestion.CatalogueTables;
import io.marquee.workhorse.ingestion.TopicReader;
import io.marquee.workhorse.task.TaskContext;
import io.marquee.workhorse.task.TaskOperator;
import io.marquee.workhorse.training.mlflow.TrackingClient;
import io.marquee.workhorse.training.mlflow.TrackingClient.Run;
import io.marquee.workhorse.training.mlflow.TrackingClient.Version;
import io.marquee.workhorse.training.trainer.TestFrames;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From ratings in the catalogue to a champion, on the real parts. */
@QuarkusTest
@TestProfile(OwnPortProfile.class)
@WithTestResource(LocalStackResource.class)
class TrainingPipelineTest {

    private static final long FIRST_RATING = 1_600_000_000L;

    @Inject
    AgroalDataSource dataSource;

    @Inject
    TrackingClient tracking;

    @Inject
    @Any
    Instance<TaskOperator> operators;

    @TempDir
    Path temporary;

    private CatalogueTables tables;
    private final String dagRun = "manual__" + UUID.randomUUID();
    private final List<String> progress = new ArrayList<>();

    @BeforeEach
    void emptyEverything() throws Exception {
        tables = new CatalogueTables(dataSource);
        tables.clear();
        tables.execute("TRUNCATE features.offline_build");
        tables.execute("DELETE FROM tracking.model_alias");
    }

    @Test
    void shouldRecordTheDataThatAModelSaw() throws Exception {
        // Given
        rate(TestFrames.ratings(60, 40, 80, 1, FIRST_RATING));
        Map<String, Object> built = run("build_features", Map.of(), Map.of());
        String tag = built.get("snapshot").toString();
        String digest = built.get("snapshot_digest").toString();

        // When
        Map<String, Object> trained = run("train", Map.of("recipe", "recipes/personal_rating.yaml"), Map.of());
        Map<String, Object> again = run("build_features", Map.of(), Map.of());

        // Then
        JsonPath run = RestAssured.given()
                .queryParam("run_id", trained.get("run_id"))
                .get("/api/2.0/mlflow/runs/get")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        assertThat(run.getString("run.data.tags.find { it.key == 'marquee.data.snapshot' }.value"))
                .isEqualTo(tag);
        assertThat(run.getString("run.data.tags.find { it.key == 'marquee.data.digest' }.value"))
                .isEqualTo(digest);
        assertThat(run.getString("run.inputs.dataset_inputs[0].dataset.name")).isEqualTo("catalogue");
        assertThat(digest).startsWith(run.getString("run.inputs.dataset_inputs[0].dataset.digest"));
        Version version = tracking.version("personal-rating", (int) trained.get("model_version"));
        assertThat(version.tags())
                .containsEntry("feature_service", "personal_rating")
                .containsEntry(
                        "feature_views", "movie_metadata:1,movie_rating_stats:1,user_behaviour:1,user_genre_affinity:1")
                .hasEntrySatisfying("features", features -> assertThat(features)
                        .startsWith("movie_metadata:year,movie_metadata:runtime_minutes,")
                        .endsWith(",user_genre_affinity:genre_affinity_thriller"))
                .containsEntry("marquee.data.snapshot", tag)
                .containsEntry("marquee.data.digest", digest);
        tracking.download(version, temporary);
        JsonNode provenance = new JsonMapper()
                .readTree(temporary.resolve(ModelProvenance.FILE_NAME).toFile());
        assertThat(provenance.at("/dataset/snapshot").asText()).isEqualTo(tag);
        assertThat(provenance.at("/dataset/snapshot_digest").asText()).isEqualTo(digest);
        assertThat(again).containsEntry("snapshot", tag);
        RestAssured.get("/api/v1/snapshots/" + tag).then().statusCode(200).body("automatic", equalTo(true));
        RestAssured.delete("/api/v1/snapshots/" + tag).then().statusCode(409);
    }

    @Test
    void shouldMakeAPersonalRatingChampion() throws Exception {
        // Given
        rate(TestFrames.ratings(60, 40, 80, 1, FIRST_RATING));
        run("build_features", Map.of(), Map.of());

        // When
        Map<String, Object> trained = run("train", Map.of("recipe", "recipes/personal_rating.yaml"), Map.of());
        Map<String, Object> promoted = run(
                "promote",
                Map.of("model", "personal-rating"),
                Map.of("upstream", Map.of("train_it", trained, "other", Map.of("model_name", "other"))));

        // Then
        assertThat(trained)
                .contains(entry("model_name", "personal-rating"))
                .containsKeys("run_id", "model_version", "rmse", "baseline_rmse", "seconds");
        assertThat((double) trained.get("rmse")).isLessThan((double) trained.get("baseline_rmse"));
        int version = (int) trained.get("model_version");
        assertThat(promoted)
                .contains(entry("decision", "promote"), entry("challenger_version", version))
                .doesNotContainKey("champion_version");
        assertThat((double) promoted.get("challenger_rmse")).isEqualTo((double) trained.get("rmse"));

        Version champion = tracking.versionByAlias("personal-rating", PromotionService.CHAMPION)
                .orElseThrow();
        assertThat(champion.version()).isEqualTo(version);
        assertThat(champion.runId()).isEqualTo(trained.get("run_id"));
        assertThat(champion.tags())
                .containsEntry("rmse", trained.get("rmse").toString())
                .containsEntry("promotion.decision", "promote")
                .containsKey("data_digest");

        tracking.download(champion, temporary);
        LoadedModel model = ModelFolder.open(temporary);
        assertThat(model.description().kind()).isEqualTo(ModelKind.PERSONAL_RATING);
        assertThat(model.description().runId()).isEqualTo(trained.get("run_id"));
        assertThat(model.description().features().views())
                .containsOnly(
                        entry("movie_metadata", 1),
                        entry("movie_rating_stats", 1),
                        entry("user_behaviour", 1),
                        entry("user_genre_affinity", 1));
        assertThat(model.description().baseline().rmse()).isEqualTo((double) trained.get("rmse"));
        assertThat(((PersonalRatingModel) model).factors().userCount()).isEqualTo(60);
        assertThat(progress).hasSizeGreaterThanOrEqualTo(4);
    }

    @Test
    void shouldLogTheRunAsMlflowShowsIt() throws Exception {
        // Given
        rate(TestFrames.ratings(60, 40, 80, 2, FIRST_RATING));
        run("build_features", Map.of(), Map.of());

        // When
        Map<String, Object> trained = run("train", Map.of("recipe", "recipes/movie_rating.yaml"), Map.of());

        // Then
        String runId = trained.get("run_id").toString();
        JsonNode run = get("runs/get?run_id=" + runId).get("run");
        assertThat(run.at("/info/status").asText()).isEqualTo("FINISHED");
        assertThat(keyed(run.at("/data/params")))
                .containsEntry("max_depth", "5")
                .containsEntry("dataset.train_rows", trained.get("train_rows").toString());
        assertThat(keyed(run.at("/data/tags")))
                .containsEntry("mlflow.source.name", "recipes/movie_rating.yaml")
                .containsEntry("marquee.recipe", "movie-rating")
                .containsEntry("marquee.task", dagRun + "/train")
                .containsKey("marquee.code_version");
        assertThat(keyed(run.at("/data/metrics")))
                .containsEntry("rmse", trained.get("rmse").toString())
                .containsKeys("mae", "baseline_rmse", "baseline_mae", "train_rmse");
        int rounds = (int) Double.parseDouble(keyed(run.at("/data/metrics")).get("iterations"));
        assertThat(get("metrics/get-history?metric_key=train_rmse&run_id=" + runId)
                        .get("metrics"))
                .hasSize(rounds);
        assertThat(get("artifacts/list?path=model&run_id=" + runId).get("files"))
                .extracting(file -> file.get("path").asText())
                .contains("model/MLmodel", "model/model.json", "model/manifest.json", "model/preprocessing.json");
        try (TopicReader topic = new TopicReader("movie-training-events")) {
            Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(topic.values())
                    .filteredOn(event -> event.contains(runId))
                    .anyMatch(event -> event.contains("\"started\""))
                    .anyMatch(event -> event.contains("\"completed\"")));
        }
    }

    @Test
    void shouldCompareANewVersionWithTheChampionOnTheNewestRatings() throws Exception {
        // Given: a champion of 80 movies, then ratings of 80 movies of which it has seen 40
        rate(TestFrames.ratings(60, 40, 80, 3, FIRST_RATING));
        run("build_features", Map.of(), Map.of());
        Map<String, Object> first = run("train", Map.of("recipe", "recipes/personal_rating.yaml"), Map.of());
        run("promote", Map.of("model", "personal-rating"), Map.of("model_version", first.get("model_version")));
        rate(shifted(TestFrames.ratings(60, 20, 80, 4, FIRST_RATING + 10_000_000), 40));
        run("build_features", Map.of(), Map.of());

        // When
        Map<String, Object> second = run("train", Map.of("recipe", "recipes/personal_rating.yaml"), Map.of());
        Map<String, Object> promoted =
                run("promote", Map.of("model", "personal-rating"), Map.of("upstream", Map.of("train", second)));
        Map<String, Object> again =
                run("promote", Map.of("model", "personal-rating"), Map.of("upstream", Map.of("train", second)));

        // Then
        assertThat(promoted)
                .contains(
                        entry("decision", "promote"),
                        entry("champion_version", first.get("model_version")),
                        entry("challenger_version", second.get("model_version")));
        assertThat((double) promoted.get("challenger_rmse")).isLessThan((double) promoted.get("champion_rmse"));
        assertThat((long) promoted.get("judged_rows")).isGreaterThanOrEqualTo(20);
        assertThat(again.get("reason")).isEqualTo("it is the champion already");
        assertThat(tracking.versionByAlias("personal-rating", PromotionService.CHAMPION)
                        .orElseThrow()
                        .version())
                .isEqualTo(second.get("model_version"));
    }

    @Test
    void shouldEndARunThatACrashLeftOpenWhenItsTaskIsTriedAgain() throws Exception {
        // Given
        rate(TestFrames.ratings(60, 40, 80, 5, FIRST_RATING));
        run("build_features", Map.of(), Map.of());
        String experiment = tracking.experiment("personal-rating");
        Run mine = tracking.startRun(experiment, "crashed", Instant.now(), Map.of("marquee.task", dagRun + "/train"));
        Run other = tracking.startRun(experiment, "busy", Instant.now(), Map.of("marquee.task", "other/train"));

        // When
        run("train", Map.of("recipe", "recipes/personal_rating.yaml"), Map.of());

        // Then
        JsonNode crashed = get("runs/get?run_id=" + mine.runId()).get("run");
        assertThat(crashed.at("/info/status").asText()).isEqualTo("KILLED");
        assertThat(keyed(crashed.at("/data/tags")))
                .containsEntry("marquee.error", "the worker stopped before it had finished");
        assertThat(get("runs/get?run_id=" + other.runId())
                        .at("/run/info/status")
                        .asText())
                .isEqualTo("RUNNING");
    }

    @Test
    void shouldFailTheRunWhenThereAreTooFewRatings() throws Exception {
        // Given
        rate(TestFrames.ratings(5, 6, 80, 6, FIRST_RATING));
        run("build_features", Map.of(), Map.of());

        // When, Then
        assertThatThrownBy(() -> run("train", Map.of("recipe", "recipes/personal_rating.yaml"), Map.of()))
                .hasMessageStartingWith("there are too few ratings to train personal-rating: ");
        String experiment = tracking.experiment("personal-rating");
        assertThat(tracking.runningRuns(experiment, "marquee.task", dagRun + "/train"))
                .isEmpty();
        assertThat(tracking.versionByAlias("personal-rating", PromotionService.CHAMPION))
                .isEmpty();
    }

    @Test
    void shouldNameWhatIsMissingWhenATaskIsIncomplete() {
        assertThatThrownBy(() -> run("train", Map.of(), Map.of())).hasMessageContaining("'recipe' is required");
        assertThatThrownBy(() -> run("train", Map.of("recipe", "recipes/none.yaml"), Map.of()))
                .hasMessageStartingWith("recipe recipes/none.yaml: there is no such file");
        assertThatThrownBy(() -> run("promote", Map.of("model", "personal-rating"), Map.of()))
                .hasMessageContaining("must be trained by an upstream task of promote");
        assertThatThrownBy(() -> run("promote", Map.of("model", "m"), Map.of("model_version", "new")))
                .hasMessageContaining("'model_version' must be a whole number, got: new");
        assertThatThrownBy(() -> run("promote", Map.of("model", "nothing"), Map.of("model_version", "1")))
                .hasMessageContaining("RESOURCE_DOES_NOT_EXIST");
    }

    private Map<String, Object> run(String operator, Map<String, Object> params, Map<String, Object> conf)
            throws Exception {
        TaskContext context = new TaskContext("test", dagRun, operator, 1, params, conf, progress::add);
        return operators.stream()
                .filter(candidate -> candidate.name().equals(operator))
                .findFirst()
                .orElseThrow()
                .run(context);
    }

    /** The same ratings with other movie ids. */
    private static TrainingFrame shifted(TrainingFrame frame, long by) {
        for (int row = 0; row < frame.rows(); row++) {
            frame.movieIds()[row] += by;
        }
        return frame;
    }

    private void rate(TrainingFrame frame) throws Exception {
        StringBuilder movies = new StringBuilder();
        StringBuilder ratings = new StringBuilder();
        for (int row = 0; row < frame.rows(); row++) {
            long movie = frame.movieIds()[row];
            movies.append(row == 0 ? "" : ",")
                    .append("(%d, 'Movie %d', %d, '{%s}'::text[], %d, 'standard')"
                            .formatted(
                                    movie,
                                    movie,
                                    1980 + movie % 40,
                                    movie % 2 == 0 ? "Drama,War" : "Comedy",
                                    90 + movie % 30));
            ratings.append(row == 0 ? "" : ",")
                    .append("(%d, %d, %s, to_timestamp(%d), 'standard')"
                            .formatted(frame.userIds()[row], movie, frame.ratings()[row], frame.timestamps()[row]));
        }
        tables.execute(
                "INSERT INTO catalog.movies (movie_id, title, year, genres, runtime_minutes, source) SELECT DISTINCT ON (movie_id) * FROM (VALUES "
                        + movies
                        + ") AS v(movie_id, title, year, genres, runtime_minutes, source) ON CONFLICT DO NOTHING");
        tables.execute(
                "INSERT INTO catalog.ratings (user_id, movie_id, rating, rated_at, source) SELECT DISTINCT ON (user_id, movie_id) * FROM (VALUES "
                        + ratings + ") AS v(user_id, movie_id, rating, rated_at, source) ON CONFLICT DO NOTHING");
    }

    private static JsonNode get(String call) {
        return RestAssured.given()
                .get("/api/2.0/mlflow/" + call)
                .then()
                .statusCode(200)
                .extract()
                .as(JsonNode.class);
    }

    private static Map<String, String> keyed(JsonNode list) {
        Map<String, String> map = new HashMap<>();
        list.forEach(item -> map.put(item.get("key").asText(), item.get("value").asText()));
        return map;
    }
}
