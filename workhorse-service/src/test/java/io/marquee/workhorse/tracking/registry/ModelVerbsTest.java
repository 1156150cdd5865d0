package io.marquee.workhorse.tracking.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.marquee.contract.event.RegistryEvent;
import io.marquee.contract.event.RegistryEvent.Action;
import io.marquee.localstack.testing.LocalStackResource;
import io.marquee.workhorse.tracking.MlflowHttp;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The simple verbs of the registry, one after the other and many at once. */
@QuarkusTest
@WithTestResource(LocalStackResource.class)
class ModelVerbsTest {

    @TestHTTPResource("/")
    URI base;

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String kafka;

    private MlflowHttp mlflow;
    private String model;
    private String run;

    @BeforeEach
    void logARun() {
        mlflow = new MlflowHttp(base);
        model = "verbs-" + UUID.randomUUID();
        run = mlflow.newRun(mlflow.newExperiment());
        log(run, "depth", "10", 0.9);
    }

    @Test
    void shouldRegisterAndShowAVersionWithWhatItsRunLogged() {
        // When
        MlflowHttp.Answer made = register(run, ", \"description\": \"d\", \"tags\": {\"team\": \"a\"}");
        JsonNode latest = get("/versions/latest");

        // Then
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        assertThat(latest).isEqualTo(made.json());
        assertThat(latest.path("version").asInt()).isEqualTo(1);
        assertThat(latest.path("location").asText()).isEqualTo("runs:/" + run + "/model");
        assertThat(latest.path("tags").toString()).isEqualTo("{\"team\":\"a\"}");
        assertThat(latest.path("run").path("params").toString()).isEqualTo("{\"depth\":\"10\"}");
        assertThat(latest.path("run").path("metrics").toString()).isEqualTo("{\"rmse\":0.9}");
    }

    @Test
    void shouldPromoteAndRollBackStepByStep() {
        // Given
        for (int version = 1; version <= 3; version++) {
            register(run, "");
        }

        // When
        post("/versions/1/promote");
        post("/versions/2/promote");
        post("/versions/latest/promote");
        JsonNode first = post("/rollback").json();
        JsonNode second = post("/rollback").json();
        MlflowHttp.Answer third = post("/rollback");

        // Then
        assertThat(first.path("version").asInt()).isEqualTo(2);
        assertThat(second.path("version").asInt()).isEqualTo(1);
        assertThat(third.status()).isEqualTo(409);
        assertThat(third.json().path("type").asText()).isEqualTo("/problems/conflict");
        assertThat(get("/versions/champion").path("version").asInt()).isEqualTo(1);
        assertThat(stages()).containsExactly("3 Archived", "2 Archived", "1 Production");
    }

    @Test
    void shouldGoBackToWhatAnMlflowClientHadMadeChampion() {
        // Given
        register(run, "");
        register(run, "");
        for (int version : new int[] {1, 2}) {
            mlflow.post(
                    "registered-models/alias",
                    "{\"name\": \"" + model + "\", \"alias\": \"champion\", \"version\": \"" + version + "\"}");
        }

        // When
        JsonNode back = post("/rollback").json();

        // Then
        assertThat(back.path("version").asInt()).isEqualTo(1);
        assertThat(back.path("aliases").toString()).isEqualTo("[\"champion\"]");
    }

    @Test
    void shouldRetireWhatIsNotInUse() {
        // Given
        register(run, "");
        register(run, "");
        post("/versions/1/promote");
        mlflow.post(
                "registered-models/alias",
                "{\"name\": \"" + model + "\", \"alias\": \"challenger\", \"version\": \"2\"}");

        // When
        MlflowHttp.Answer champion = post("/versions/champion/retire");
        JsonNode other = post("/versions/challenger/retire").json();

        // Then
        assertThat(champion.status()).isEqualTo(409);
        assertThat(champion.json().path("detail").asText())
                .isEqualTo("Version 1 of '" + model + "' is the champion: promote another version or roll back first.");
        assertThat(other.path("stage").asText()).isEqualTo("Archived");
        assertThat(other.path("aliases")).isEmpty();
    }

    @Test
    void shouldCompareTwoVersions() {
        // Given
        String better = mlflow.newRun(mlflow.newExperiment());
        log(better, "depth", "12", 0.75);
        mlflow.post("runs/log-parameter", "{\"run_id\": \"" + better + "\", \"key\": \"only\", \"value\": \"x\"}");
        register(run, "");
        register(better, "");

        // When
        JsonNode comparison = get("/compare?left=1&right=latest");

        // Then
        assertThat(comparison.path("params").toString())
                .isEqualTo("[{\"key\":\"depth\",\"left\":\"10\",\"right\":\"12\",\"same\":false},"
                        + "{\"key\":\"only\",\"left\":null,\"right\":\"x\",\"same\":false}]");
        assertThat(comparison.at("/metrics/0/key").asText()).isEqualTo("rmse");
        assertThat(comparison.at("/metrics/0/change").asDouble()).isEqualTo(0.75 - 0.9);
    }

    @Test
    void shouldRefuseInTheShapeOfOurOwnApis() {
        // When
        MlflowHttp.Answer noModel = mlflow.send("GET", "/api/v1/models/none-" + model, BodyPublishers.noBody());
        MlflowHttp.Answer noPath = register(run, ", \"path\": \"../../x\"");
        register(run, "");
        MlflowHttp.Answer noVersion =
                mlflow.send("GET", "/api/v1/models/" + model + "/versions/nobody", BodyPublishers.noBody());

        // Then
        assertThat(noModel.status()).isEqualTo(404);
        assertThat(noModel.json().path("type").asText()).isEqualTo("/problems/not-found");
        assertThat(noModel.json().has("error_code")).isFalse();
        assertThat(noPath.status()).isEqualTo(400);
        assertThat(noPath.json().path("type").asText()).isEqualTo("/problems/invalid-request");
        assertThat(noVersion.json().path("detail").asText()).isEqualTo("there is no version " + model + " nobody");
    }

    @Test
    void shouldHaveOneChampionAtAnyTimeWhenManyPromoteAtOnce() throws Exception {
        // Given
        int versions = 4;
        int writers = 32;
        for (int version = 1; version <= versions; version++) {
            register(run, "");
        }
        List<Callable<Integer>> work = new ArrayList<>();
        for (int writer = 0; writer < writers; writer++) {
            int version = 1 + writer % versions;
            work.add(() -> post("/versions/" + version + "/promote").status());
        }

        // When
        List<Integer> statuses = new ArrayList<>();
        try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Integer> future : pool.invokeAll(work)) {
                statuses.add(future.get());
            }
        }
        post("/versions/1/promote");
        mlflow.delete("registered-models/delete", "{\"name\": \"" + model + "\"}");

        // Then
        assertThat(statuses).containsOnly(200);
        Set<Integer> production = new HashSet<>();
        int transitions = 0;
        int aliases = 0;
        for (RegistryEvent event : untilDeleted()) {
            if (event.action() == Action.ALIAS_SET) {
                aliases++;
                assertThat(production).as("in production when the alias moves").containsExactly(event.modelVersion());
            } else if (event.action() == Action.STAGE_TRANSITIONED) {
                transitions++;
                if ("Production".equals(event.stage())) {
                    assertThat(production)
                            .as("still in production when another one comes")
                            .isEmpty();
                    production.add(event.modelVersion());
                } else {
                    production.remove(event.modelVersion());
                }
            }
        }
        assertThat(production).containsExactly(1);
        // Each change of the champion but the first archives one version and promotes another.
        assertThat(transitions).isEqualTo(2 * aliases - 1);
    }

    private List<RegistryEvent> untilDeleted() {
        for (int expected = 1; ; ) {
            List<RegistryEvent> events = RegistryEventLog.of(kafka, model, expected);
            if (events.getLast().action() == Action.MODEL_DELETED) {
                return events;
            }
            expected = events.size() + 1;
        }
    }

    private void log(String runId, String key, String value, double rmse) {
        mlflow.post(
                "runs/log-batch",
                "{\"run_id\": \"" + runId + "\", \"params\": [{\"key\": \"" + key + "\", \"value\": \"" + value
                        + "\"}], \"metrics\": [{\"key\": \"rmse\", \"value\": " + rmse + ", \"timestamp\": 1}]}");
    }

    private MlflowHttp.Answer register(String runId, String more) {
        return mlflow.send(
                "POST",
                "/api/v1/models/" + model + "/versions",
                BodyPublishers.ofString("{\"run_id\": \"" + runId + "\"" + more + "}"));
    }

    private MlflowHttp.Answer post(String path) {
        return mlflow.send("POST", "/api/v1/models/" + model + path, BodyPublishers.ofString("{}"));
    }

    private JsonNode get(String path) {
        return mlflow.send("GET", "/api/v1/models/" + model + path, BodyPublishers.noBody())
                .json();
    }

    private List<String> stages() {
        List<String> stages = new ArrayList<>();
        get("").path("versions")
                .forEach(version -> stages.add(version.path("version").asText() + " "
                        + version.path("stage").asText()));
        return stages;
    }
}
