package io.marquee.workhorse.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.marquee.localstack.testing.LocalStackResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The JSON of the contract, field by field. */
@QuarkusTest
@WithTestResource(LocalStackResource.class)
class ContractShapesTest {

    @TestHTTPResource("/")
    URI base;

    private MlflowHttp mlflow;

    @BeforeEach
    void connect() {
        mlflow = new MlflowHttp(base);
    }

    @Test
    void shouldShowARunExactlyAsMlflowDoesWhenItHasLogged() {
        // Given
        String experiment = mlflow.newExperiment();
        String run = mlflow.post("runs/create", """
                        {"experiment_id": "%s", "user_id": "ann", "run_name": "first", "start_time": 1700000000000,
                         "tags": [{"key": "team", "value": ""}]}""".formatted(experiment))
                .json()
                .at("/run/info/run_id")
                .asText();

        // When
        mlflow.post("runs/log-batch", """
                {"run_id": "%s",
                 "metrics": [{"key": "rmse", "value": 0.5, "timestamp": 1, "step": 0},
                             {"key": "bad", "value": "NaN", "timestamp": "2", "step": "3"},
                             {"key": "up", "value": "Infinity", "timestamp": 2}],
                 "params": [{"key": "depth", "value": "6"}]}""".formatted(run));
        MlflowHttp.Answer answer = mlflow.get("runs/get", Map.of("run_id", run));

        // Then
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body())
                .isEqualTo("{\"run\":{\"info\":{\"run_id\":\"" + run + "\",\"run_uuid\":\"" + run
                        + "\",\"run_name\":\"first\",\"experiment_id\":\"" + experiment
                        + "\",\"user_id\":\"ann\",\"status\":\"RUNNING\",\"start_time\":1700000000000,"
                        + "\"artifact_uri\":\"mlflow-artifacts:/" + experiment + "/" + run
                        + "/artifacts\",\"lifecycle_stage\":\"active\"},"
                        + "\"data\":{\"metrics\":[{\"key\":\"bad\",\"value\":\"NaN\",\"timestamp\":2,\"step\":3},"
                        + "{\"key\":\"rmse\",\"value\":0.5,\"timestamp\":1,\"step\":0},"
                        + "{\"key\":\"up\",\"value\":\"Infinity\",\"timestamp\":2,\"step\":0}],"
                        + "\"params\":[{\"key\":\"depth\",\"value\":\"6\"}],"
                        + "\"tags\":[{\"key\":\"mlflow.runName\",\"value\":\"first\"},{\"key\":\"team\",\"value\":\"\"}]},"
                        + "\"inputs\":{}}}");
    }

    @Test
    void shouldLeaveOutWhatIsUnsetWhenARunIsEmpty() {
        // Given
        String experiment = mlflow.newExperiment();

        // When
        JsonNode run = mlflow.post("runs/create", "{\"experiment_id\": \"" + experiment + "\"}")
                .json()
                .get("run");

        // Then
        assertThat(run.at("/info/end_time").isMissingNode()).isTrue();
        assertThat(run.at("/info/user_id").asText()).isEmpty();
        assertThat(run.at("/data/metrics").isMissingNode()).isTrue();
        assertThat(run.at("/info/run_name").asText()).matches("[a-z]+-[a-z]+-\\d{1,3}");
        assertThat(run.at("/data/tags/0/key").asText()).isEqualTo("mlflow.runName");
    }

    @Test
    void shouldAnswerWithAnEmptyObjectWhenThereIsNothingToSay() {
        // Given
        String run = mlflow.newRun(mlflow.newExperiment());

        // When
        MlflowHttp.Answer answer =
                mlflow.post("runs/set-tag", "{\"run_id\": \"" + run + "\", \"key\": \"a\", \"value\": \"b\"}");

        // Then
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{}");
    }

    @Test
    void shouldHaveTheDefaultExperimentWhenNobodyMadeOne() {
        // When
        JsonNode experiment = mlflow.get("experiments/get", Map.of("experiment_id", "0"))
                .json()
                .get("experiment");

        // Then
        assertThat(experiment.get("name").asText()).isEqualTo("Default");
        assertThat(experiment.get("artifact_location").asText()).isEqualTo("mlflow-artifacts:/0");
        assertThat(experiment.get("lifecycle_stage").asText()).isEqualTo("active");
        assertThat(experiment.get("creation_time").isIntegralNumber()).isTrue();
    }

    @Test
    void shouldServeTheSameCallsWhenThePagesPrefixIsUsed() {
        // When
        MlflowHttp.Answer found =
                mlflow.send("GET", "/ajax-api/2.0/mlflow/experiments/get?experiment_id=0", BodyPublishers.noBody());
        MlflowHttp.Answer missing =
                mlflow.send("GET", "/ajax-api/2.0/mlflow/experiments/nothing", BodyPublishers.noBody());

        // Then
        assertThat(found.status()).isEqualTo(200);
        assertThat(found.json().at("/experiment/name").asText()).isEqualTo("Default");
        assertThat(missing.status()).isEqualTo(404);
        assertThat(missing.errorCode()).isEqualTo("ENDPOINT_NOT_FOUND");
    }

    @Test
    void shouldTellItsReleaseAndThatItLives() {
        // When
        MlflowHttp.Answer version = mlflow.send("GET", "/version", BodyPublishers.noBody());
        MlflowHttp.Answer health = mlflow.send("GET", "/health", BodyPublishers.noBody());

        // Then
        assertThat(version.body()).isEqualTo("2.17.2");
        assertThat(health.status()).isEqualTo(200);
        assertThat(health.body()).isEqualTo("OK");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "POST | experiments/create | {                                    | 400 | INVALID_PARAMETER_VALUE",
                "POST | experiments/create | []                                   | 400 | INVALID_PARAMETER_VALUE",
                "POST | experiments/create | {\"name\":\"a\"} {}                  | 400 | INVALID_PARAMETER_VALUE",
                "POST | experiments/create | {}                                   | 400 | INVALID_PARAMETER_VALUE",
                "POST | experiments/create | {\"name\": 5}                        | 400 | INVALID_PARAMETER_VALUE",
                "POST | experiments/create | {\"name\": \"\"}                     | 400 | INVALID_PARAMETER_VALUE",
                "POST | experiments/create | {\"name\": \"Default\"}              | 400 | RESOURCE_ALREADY_EXISTS",
                "POST | experiments/create | {\"name\": \"a\\u0000b\"}            | 400 | INVALID_PARAMETER_VALUE",
                "POST | experiments/create | {\"name\": \"a\\r\\nb: c\"}          | 400 | INVALID_PARAMETER_VALUE",
                "POST | experiments/create | {\"name\": \"x\", \"artifact_location\": \"file:///etc\"} | 400 | INVALID_PARAMETER_VALUE",
                "GET  | experiments/get?experiment_id=99999999                  | | 404 | RESOURCE_DOES_NOT_EXIST",
                "GET  | experiments/get?experiment_id=abc                       | | 404 | RESOURCE_DOES_NOT_EXIST",
                "GET  | experiments/get                                         | | 400 | INVALID_PARAMETER_VALUE",
                "GET  | experiments/get-by-name?experiment_name=none            | | 404 | RESOURCE_DOES_NOT_EXIST",
                "GET  | experiments/create                                      | | 404 | ENDPOINT_NOT_FOUND",
                "GET  | nothing/here                                            | | 404 | ENDPOINT_NOT_FOUND",
                "POST | experiments/search | {\"max_results\": 0}                 | 400 | INVALID_PARAMETER_VALUE",
                "POST | experiments/search | {\"max_results\": 50001}             | 400 | INVALID_PARAMETER_VALUE",
                "POST | experiments/search | {\"view_type\": \"SOME\"}            | 400 | INVALID_PARAMETER_VALUE",
                "POST | experiments/search | {\"page_token\": \"!\"}              | 400 | INVALID_PARAMETER_VALUE",
                "POST | runs/search | {\"experiment_ids\": [\"0\"], \"filter\": \"metrics.x > 'a'\"} | 400 | INVALID_PARAMETER_VALUE",
                "POST | runs/search | {\"experiment_ids\": [\"0\"], \"page_token\": \"AAAA\"} | 400 | INVALID_PARAMETER_VALUE",
                "POST | runs/create | {\"experiment_id\": \"99999999\"}           | 404 | RESOURCE_DOES_NOT_EXIST",
                "GET  | runs/get?run_id=none                                    | | 404 | RESOURCE_DOES_NOT_EXIST",
                "POST | runs/log-metric | {\"run_id\": \"none\", \"key\": \"a\", \"value\": 1, \"timestamp\": 1} | 404 | RESOURCE_DOES_NOT_EXIST",
                "POST | runs/log-metric | {\"run_id\": \"none\", \"key\": \"a\", \"value\": \"high\", \"timestamp\": 1} | 400 | INVALID_PARAMETER_VALUE",
                "POST | runs/log-metric | {\"run_id\": \"none\", \"key\": \"a\", \"value\": 1} | 400 | INVALID_PARAMETER_VALUE",
                "POST | runs/log-metric | {\"run_id\": \"none\", \"key\": \"../a\", \"value\": 1, \"timestamp\": 1} | 400 | INVALID_PARAMETER_VALUE",
                "POST | runs/log-parameter | {\"run_id\": \"none\", \"key\": \"a\\r\\nSet-Cookie: b\", \"value\": \"1\"} | 400 | INVALID_PARAMETER_VALUE",
                "GET  | registered-models/get?name=none                         | | 404 | RESOURCE_DOES_NOT_EXIST",
                "GET  | model-versions/get?name=none&version=1                  | | 404 | RESOURCE_DOES_NOT_EXIST",
                "GET  | model-versions/get?name=none&version=first              | | 400 | INVALID_PARAMETER_VALUE",
            })
    void shouldRefuseInMlflowsWordsWhenTheRequestIsWrong(
            String method, String call, String body, int status, String errorCode) {
        // When
        MlflowHttp.Answer answer = mlflow.send(
                method,
                "/api/2.0/mlflow/" + call,
                body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));

        // Then
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.errorCode()).isEqualTo(errorCode);
        assertThat(answer.json().get("message").asText()).isNotBlank().doesNotContain("Exception", "io.marquee");
        assertThat(answer.json().size()).isEqualTo(2);
    }

    @Test
    void shouldRefuseAFormWhenAnotherSitesPageSendsOne() {
        // When
        MlflowHttp.Answer answer = mlflow.sendAs(
                "text/plain",
                "POST",
                "/api/2.0/mlflow/experiments/create",
                BodyPublishers.ofString("{\"name\": \"x\"}"));

        // Then
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.errorCode()).isEqualTo("INVALID_PARAMETER_VALUE");
    }

    @Test
    void shouldRefuseDeepJsonAndHugeValuesWhenSomebodyTriesToExhaustUs() {
        // Given
        String run = mlflow.newRun(mlflow.newExperiment());
        String deep = "{\"name\": " + "[".repeat(100_000) + "]".repeat(100_000) + "}";
        String huge = "{\"run_id\": \"" + run + "\", \"key\": \"a\", \"value\": \"" + "x".repeat(10_000_000) + "\"}";

        // When
        MlflowHttp.Answer refusedDeep = mlflow.post("experiments/create", deep);
        MlflowHttp.Answer refusedHuge = mlflow.post("runs/log-parameter", huge);

        // Then
        assertThat(refusedDeep.status()).isEqualTo(400);
        assertThat(refusedDeep.errorCode()).isEqualTo("INVALID_PARAMETER_VALUE");
        assertThat(refusedHuge.status()).isEqualTo(400);
        assertThat(refusedHuge.errorCode()).isEqualTo("INVALID_PARAMETER_VALUE");
    }

    @Test
    void shouldRefuseToUseADeletedExperimentUntilItIsRestored() {
        // Given
        String name = UUID.randomUUID().toString();
        String experiment = mlflow.post("experiments/create", "{\"name\": \"" + name + "\"}")
                .json()
                .get("experiment_id")
                .asText();
        String run = mlflow.newRun(experiment);
        mlflow.post("experiments/delete", "{\"experiment_id\": \"" + experiment + "\"}");

        // When
        MlflowHttp.Answer newRun = mlflow.post("runs/create", "{\"experiment_id\": \"" + experiment + "\"}");
        MlflowHttp.Answer sameName = mlflow.post("experiments/create", "{\"name\": \"" + name + "\"}");
        MlflowHttp.Answer tag =
                mlflow.post("runs/set-tag", "{\"run_id\": \"" + run + "\", \"key\": \"a\", \"value\": \"b\"}");
        MlflowHttp.Answer deletedRun = mlflow.get("runs/get", Map.of("run_id", run));
        MlflowHttp.Answer byName = mlflow.get("experiments/get-by-name", Map.of("experiment_name", name));
        mlflow.post("experiments/restore", "{\"experiment_id\": \"" + experiment + "\"}");
        MlflowHttp.Answer restoredRun = mlflow.get("runs/get", Map.of("run_id", run));

        // Then
        assertThat(newRun.errorCode()).isEqualTo("INVALID_PARAMETER_VALUE");
        assertThat(sameName.errorCode()).isEqualTo("RESOURCE_ALREADY_EXISTS");
        assertThat(tag.errorCode()).isEqualTo("INVALID_PARAMETER_VALUE");
        assertThat(deletedRun.json().at("/run/info/lifecycle_stage").asText()).isEqualTo("deleted");
        assertThat(byName.json().at("/experiment/lifecycle_stage").asText()).isEqualTo("deleted");
        assertThat(restoredRun.json().at("/run/info/lifecycle_stage").asText()).isEqualTo("active");
    }
}
