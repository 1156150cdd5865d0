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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.assertj.core.groups.Tuple;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The registry over HTTP, its events on Kafka, and the sources that a version must not have. */
@QuarkusTest
@WithTestResource(LocalStackResource.class)
class ModelRegistryTest {

    @TestHTTPResource("/")
    URI base;

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String kafka;

    private MlflowHttp mlflow;
    private String model;
    private String experiment;
    private String run;

    @BeforeEach
    void register() {
        mlflow = new MlflowHttp(base);
        model = "model-" + UUID.randomUUID();
        experiment = mlflow.newExperiment();
        run = mlflow.newRun(experiment);
        assertThat(mlflow.post("registered-models/create", "{\"name\": \"" + model + "\"}")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void shouldShowAVersionExactlyAsMlflowDoes() {
        // When
        MlflowHttp.Answer created = mlflow.post("model-versions/create", """
                {"name": "%s", "source": "mlflow-artifacts:/%s/%s/artifacts/model", "run_id": "%s",
                 "description": "first", "tags": [{"key": "gate", "value": "passed"}]}""".formatted(model, experiment, run, run));
        setAlias("champion", 1);
        MlflowHttp.Answer champion = mlflow.get("registered-models/alias", Map.of("name", model, "alias", "champion"));
        MlflowHttp.Answer whole = mlflow.get("registered-models/get", Map.of("name", model));

        // Then
        String time = created.json().at("/model_version/creation_timestamp").asText();
        String version = "{\"name\":\"" + model + "\",\"version\":\"1\",\"creation_timestamp\":" + time
                + ",\"last_updated_timestamp\":" + time
                + ",\"current_stage\":\"None\",\"description\":\"first\",\"source\":\"mlflow-artifacts:/" + experiment
                + "/"
                + run + "/artifacts/model\",\"run_id\":\"" + run
                + "\",\"status\":\"READY\",\"tags\":[{\"key\":\"gate\",\"value\":\"passed\"}]";
        assertThat(created.body()).isEqualTo("{\"model_version\":" + version + "}}");
        assertThat(champion.body()).isEqualTo("{\"model_version\":" + version + ",\"aliases\":[\"champion\"]}}");
        assertThat(whole.json().at("/registered_model/aliases").toString())
                .isEqualTo("[{\"alias\":\"champion\",\"version\":\"1\"}]");
        assertThat(whole.json()
                        .at("/registered_model/latest_versions/0/version")
                        .asText())
                .isEqualTo("1");
    }

    @Test
    void shouldMoveAndRemoveAnAliasAndSayWhenThereIsNone() {
        // Given
        version();
        version();

        // When
        MlflowHttp.Answer none = mlflow.get("registered-models/alias", Map.of("name", model, "alias", "champion"));
        setAlias("champion", 1);
        setAlias("champion", 2);
        MlflowHttp.Answer moved = mlflow.get("registered-models/alias", Map.of("name", model, "alias", "champion"));
        MlflowHttp.Answer deleted =
                mlflow.delete("registered-models/alias", "{\"name\": \"" + model + "\", \"alias\": \"champion\"}");
        MlflowHttp.Answer again =
                mlflow.delete("registered-models/alias", "{\"name\": \"" + model + "\", \"alias\": \"champion\"}");
        MlflowHttp.Answer noVersion = mlflow.post(
                "registered-models/alias",
                "{\"name\": \"" + model + "\", \"alias\": \"champion\", \"version\": \"3\"}");

        // Then
        assertThat(none.status()).isEqualTo(400);
        assertThat(none.body())
                .isEqualTo(
                        "{\"error_code\":\"INVALID_PARAMETER_VALUE\",\"message\":\"Registered model alias champion not"
                                + " found.\"}");
        assertThat(moved.json().at("/model_version/version").asText()).isEqualTo("2");
        assertThat(deleted.body()).isEqualTo("{}");
        assertThat(again.body()).isEqualTo("{}");
        assertThat(noVersion.errorCode()).isEqualTo("RESOURCE_DOES_NOT_EXIST");
    }

    @ParameterizedTest
    @ValueSource(strings = {"latest", "Latest", "1", "v1", "V22", "a b", "a/b", "a@b", "", "a\\r\\nb"})
    void shouldRefuseAnAliasThatReadsAsSomethingElse(String alias) {
        // Given
        version();

        // When
        MlflowHttp.Answer answer = mlflow.post(
                "registered-models/alias",
                "{\"name\": \"" + model + "\", \"alias\": \"" + alias + "\", \"version\": \"1\"}");

        // Then
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.errorCode()).isEqualTo("INVALID_PARAMETER_VALUE");
    }

    @Test
    void shouldArchiveTheOthersWhenAVersionTakesTheirStage() {
        // Given
        version();
        version();
        version();
        transition(1, "production", false);
        transition(2, "Production", false);

        // When
        MlflowHttp.Answer third = transition(3, "Production", true);
        MlflowHttp.Answer wrongStage = transition(3, "Live", false);
        MlflowHttp.Answer notActive = transition(3, "Archived", true);

        // Then
        assertThat(third.json().at("/model_version/current_stage").asText()).isEqualTo("Production");
        assertThat(stages()).containsExactly("Archived", "Archived", "Production");
        assertThat(wrongStage.errorCode()).isEqualTo("INVALID_PARAMETER_VALUE");
        assertThat(notActive.errorCode()).isEqualTo("INVALID_PARAMETER_VALUE");
    }

    @Test
    void shouldNeverGiveANumberTwiceWhenAVersionIsDeleted() {
        // Given
        version();
        version();
        setAlias("champion", 2);

        // When
        MlflowHttp.Answer deleted =
                mlflow.delete("model-versions/delete", "{\"name\": \"" + model + "\", \"version\": \"2\"}");
        int next = version();

        // Then
        assertThat(deleted.body()).isEqualTo("{}");
        assertThat(next).isEqualTo(3);
        assertThat(mlflow.get("model-versions/get", Map.of("name", model, "version", "2"))
                        .errorCode())
                .isEqualTo("RESOURCE_DOES_NOT_EXIST");
        assertThat(mlflow.get("registered-models/alias", Map.of("name", model, "alias", "champion"))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void shouldRenameDescribeTagSearchAndDeleteAModel() {
        // Given
        String renamed = model + "-renamed";

        // When
        mlflow.post("registered-models/rename", "{\"name\": \"" + model + "\", \"new_name\": \"" + renamed + "\"}");
        mlflow.patch("registered-models/update", "{\"name\": \"" + renamed + "\", \"description\": \"d\"}");
        mlflow.post(
                "registered-models/set-tag",
                "{\"name\": \"" + renamed + "\", \"key\": \"team\", \"value\": \"" + model + "\"}");
        MlflowHttp.Answer found =
                mlflow.get("registered-models/search", Map.of("filter", "tags.team = '" + model + "'"));
        MlflowHttp.Answer byName = mlflow.get(
                "registered-models/search",
                Map.of("filter", "name LIKE '" + model + "%'", "order_by", "timestamp DESC", "max_results", "1"));
        mlflow.delete("registered-models/delete-tag", "{\"name\": \"" + renamed + "\", \"key\": \"team\"}");
        MlflowHttp.Answer untagged = mlflow.get("registered-models/get", Map.of("name", renamed));
        mlflow.delete("registered-models/delete", "{\"name\": \"" + renamed + "\"}");

        // Then
        assertThat(mlflow.get("registered-models/get", Map.of("name", model)).status())
                .isEqualTo(404);
        assertThat(found.json().at("/registered_models/0/name").asText()).isEqualTo(renamed);
        assertThat(found.json().at("/registered_models/0/description").asText()).isEqualTo("d");
        assertThat(byName.json().at("/registered_models/0/name").asText()).isEqualTo(renamed);
        assertThat(untagged.json().at("/registered_model/tags").isMissingNode()).isTrue();
        assertThat(mlflow.get("registered-models/get", Map.of("name", renamed)).status())
                .isEqualTo(404);
    }

    @Test
    void shouldNumberVersionsWithoutGapOrDoubleWhenManyAreMadeAtOnce() throws Exception {
        // Given
        int writers = 32;
        Callable<Integer> makeOne = this::version;
        Callable<Integer> failToMakeOne = () -> {
            String body = "{\"name\": \"" + model + "\", \"source\": \"file:///etc/passwd\"}";
            assertThat(mlflow.post("model-versions/create", body).status()).isEqualTo(400);
            return 0;
        };

        // When
        List<Integer> numbers = new ArrayList<>();
        try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Integer>> all = new ArrayList<>();
            for (int i = 0; i < writers; i++) {
                all.add(makeOne);
                all.add(failToMakeOne);
            }
            for (Future<Integer> future : pool.invokeAll(all)) {
                numbers.add(future.get());
            }
        }

        // Then
        assertThat(numbers.stream().filter(number -> number > 0))
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.rangeClosed(1, writers).boxed().toList());
    }

    @Test
    void shouldSendOneEventPerChangeInOrder() throws Exception {
        // When
        version();
        setAlias("champion", 1);
        version();
        setAlias("champion", 2);
        transition(1, "Production", false);
        transition(2, "Production", true);
        mlflow.post(
                "model-versions/set-tag",
                "{\"name\": \"" + model + "\", \"version\": \"2\", \"key\": \"a\", \"value\": \"b\"}");
        mlflow.delete("model-versions/delete", "{\"name\": \"" + model + "\", \"version\": \"2\"}");

        // Then
        List<RegistryEvent> events = RegistryEventLog.of(kafka, model, 11);
        assertThat(events)
                .extracting(
                        RegistryEvent::action, RegistryEvent::modelVersion, RegistryEvent::alias, RegistryEvent::stage)
                .containsExactly(
                        tuple(Action.MODEL_CREATED, null, null, null),
                        tuple(Action.VERSION_CREATED, 1, null, null),
                        tuple(Action.ALIAS_SET, 1, "champion", null),
                        tuple(Action.VERSION_CREATED, 2, null, null),
                        tuple(Action.ALIAS_SET, 2, "champion", null),
                        tuple(Action.STAGE_TRANSITIONED, 1, null, "Production"),
                        tuple(Action.STAGE_TRANSITIONED, 1, null, "Archived"),
                        tuple(Action.STAGE_TRANSITIONED, 2, null, "Production"),
                        tuple(Action.TAG_SET, 2, null, null),
                        tuple(Action.ALIAS_DELETED, 2, "champion", null),
                        tuple(Action.VERSION_DELETED, 2, null, null));
        assertThat(events.get(1).runId()).isEqualTo(run);
        assertThat(events.get(4).details()).containsEntry("previous_version", 1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "file:///etc/passwd",
                "file:/etc/passwd",
                "/etc/passwd",
                "etc/passwd",
                "../../etc",
                "http://169.254.169.254/latest/meta-data",
                "https://example.com/model",
                "s3://bucket/model",
                "dbfs:/x",
                "ftp://host/x",
                "mlflow-artifacts://other-host/0/RUN/artifacts/model",
                "mlflow-artifacts:/EXPERIMENT/RUN/artifacts/../../x",
                "mlflow-artifacts:/EXPERIMENT/RUN/artifacts/%2e%2e/%2e%2e/x",
                "mlflow-artifacts:/EXPERIMENT/RUN/artifacts/%252e%252e/x",
                "mlflow-artifacts:/EXPERIMENT/RUN/artifacts/a\\\\..\\\\b",
                "mlflow-artifacts:/EXPERIMENT/OTHER/artifacts/model",
                "mlflow-artifacts:/0/RUN/artifacts/model",
                "mlflow-artifacts:/EXPERIMENT/RUN",
                "mlflow-artifacts:/",
                "runs:/OTHER/model",
                "runs:/RUN/../OTHER/model",
                "runs:/RUN/%2e%2e/model",
                "runs:/RUN//etc",
                "runs:/",
                "models:/none/1",
                "models:/none@champion",
                "models:/../1",
                "models:/a/b/1",
                "runs:/RUN/a\\u0000b",
                "runs:/RUN/a\\nb"
            })
    void shouldRefuseASourceThatIsNotTheRunsOwn(String source) {
        // Given
        String other = mlflow.newRun(experiment);
        String filled =
                source.replace("EXPERIMENT", experiment).replace("RUN", run).replace("OTHER", other);

        // When
        MlflowHttp.Answer answer = mlflow.post(
                "model-versions/create",
                "{\"name\": \"" + model + "\", \"source\": \"" + filled + "\", \"run_id\": \"" + run + "\"}");

        // Then
        assertThat(answer.status()).isBetween(400, 404);
        assertThat(answer.errorCode()).isIn("INVALID_PARAMETER_VALUE", "RESOURCE_DOES_NOT_EXIST");
        assertThat(stages()).isEmpty();
    }

    @Test
    void shouldKeepAVersionOfAnotherServersRunOnlyWhenItClaimsSuchARun() {
        // When
        String claimed =
                "{\"name\": \"" + model + "\", \"source\": \"runs:/elsewhere-1/model\", \"run_id\": \"elsewhere-1\"}";
        MlflowHttp.Answer kept = mlflow.post("model-versions/create", claimed);
        MlflowHttp.Answer unclaimed = mlflow.post(
                "model-versions/create", "{\"name\": \"" + model + "\", \"source\": \"runs:/elsewhere-1/model\"}");
        MlflowHttp.Answer retold =
                mlflow.post("model-versions/create", claimed.replace("\"elsewhere-1", "\"elsewhere-2"));
        MlflowHttp.Answer ours = mlflow.post("model-versions/create", claimed.replace("\"elsewhere-1", "\"" + run));
        MlflowHttp.Answer crooked = mlflow.post("model-versions/create", claimed.replace("\"elsewhere-1", "\"../1"));

        // Then
        assertThat(retold.json().at("/model_version/run_id").asText()).isEqualTo("elsewhere-2");
        assertThat(ours.status()).isEqualTo(404);
        assertThat(crooked.status()).isEqualTo(404);
        assertThat(kept.json().at("/model_version/run_id").asText()).isEqualTo("elsewhere-1");
        assertThat(unclaimed.status()).isEqualTo(404);
        assertThat(mlflow.get("model-versions/get-download-uri", Map.of("name", model, "version", "1"))
                        .body())
                .isEqualTo("{\"artifact_uri\":\"runs:/elsewhere-1/model\"}");
        assertThat(mlflow.get("artifacts/list", Map.of("run_id", "elsewhere-1")).status())
                .isEqualTo(404);
    }

    @Test
    void shouldShowTheVersionThatChangedLastFirstWhenNoOrderIsAskedFor() {
        // Given
        String other = "a-" + model;
        mlflow.post("registered-models/create", "{\"name\": \"" + other + "\"}");
        for (String name : List.of(model, other, model)) {
            mlflow.post(
                    "model-versions/create", "{\"name\": \"" + name + "\", \"source\": \"runs:/" + run + "/model\"}");
        }
        Map<String, String> query = Map.of("filter", "run_id = '" + run + "'");

        // When
        List<JsonNode> versions = new ArrayList<>();
        mlflow.get("model-versions/search", query).json().get("model_versions").forEach(versions::add);

        // Then
        assertThat(versions)
                .hasSize(3)
                .isSortedAccordingTo(Comparator.comparing(
                                (JsonNode version) ->
                                        version.get("last_updated_timestamp").asLong(),
                                Comparator.reverseOrder())
                        .thenComparing(version -> version.get("name").asText())
                        .thenComparing(version -> version.get("version").asInt(), Comparator.reverseOrder()));
    }

    @Test
    void shouldLeadToTheOriginalFilesWhenAVersionIsCopied() {
        // Given
        version();
        setAlias("champion", 1);
        String copy = model + "-copy";
        mlflow.post("registered-models/create", "{\"name\": \"" + copy + "\"}");

        // When
        mlflow.post("model-versions/create", "{\"name\": \"" + copy + "\", \"source\": \"models:/" + model + "/1\"}");
        mlflow.post(
                "model-versions/create",
                "{\"name\": \"" + copy + "\", \"source\": \"models:/" + model + "@champion\"}");

        // Then
        for (String version : List.of("1", "2")) {
            assertThat(mlflow.get("model-versions/get-download-uri", Map.of("name", copy, "version", version))
                            .body())
                    .isEqualTo("{\"artifact_uri\":\"runs:/" + run + "/model\"}");
            assertThat(mlflow.get("model-versions/get", Map.of("name", copy, "version", version))
                            .json()
                            .at("/model_version/run_id")
                            .asText())
                    .isEqualTo(run);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a/b", "a:b", " ", "a\\nb", "a\\r\\nX: y"})
    void shouldRefuseAModelNameThatWouldBreakItsUri(String name) {
        // When
        MlflowHttp.Answer answer = mlflow.post("registered-models/create", "{\"name\": \"" + name + "\"}");

        // Then
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.errorCode()).isEqualTo("INVALID_PARAMETER_VALUE");
    }

    private int version() {
        MlflowHttp.Answer answer = mlflow.post(
                "model-versions/create",
                "{\"name\": \"" + model + "\", \"source\": \"runs:/" + run + "/model\", \"run_id\": \"" + run + "\"}");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json().at("/model_version/version").asInt();
    }

    private void setAlias(String alias, int version) {
        assertThat(mlflow.post(
                                "registered-models/alias",
                                "{\"name\": \"" + model + "\", \"alias\": \"" + alias + "\", \"version\": \"" + version
                                        + "\"}")
                        .body())
                .isEqualTo("{}");
    }

    private MlflowHttp.Answer transition(int version, String stage, boolean archive) {
        return mlflow.post(
                "model-versions/transition-stage",
                "{\"name\": \"" + model + "\", \"version\": \"" + version + "\", \"stage\": \"" + stage
                        + "\", \"archive_existing_versions\": " + archive + "}");
    }

    private List<String> stages() {
        List<String> stages = new ArrayList<>();
        mlflow.get("model-versions/search", Map.of("filter", "name = '" + model + "'", "order_by", "version_number"))
                .json()
                .path("model_versions")
                .forEach(version -> stages.add(version.get("current_stage").asText()));
        return stages;
    }

    private static Tuple tuple(Object... values) {
        return Tuple.tuple(values);
    }
}
