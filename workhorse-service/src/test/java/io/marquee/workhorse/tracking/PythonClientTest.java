package io.marquee.workhorse.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.marquee.localstack.testing.LocalStackResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * What MLflow's Python client sent to this service, byte by byte but for the names: {@code golden/mlflow/python-client.jsonl}
 * was recorded from release 2.17.2 on its way from an experiment to a model in production.
 */
@QuarkusTest
@WithTestResource(LocalStackResource.class)
class PythonClientTest {

    private static final JsonMapper JSON = new JsonMapper();

    @TestHTTPResource("/")
    URI base;

    @Test
    void shouldUnderstandEveryRequestThatMlflowsPythonClientSends() throws IOException {
        // Given
        MlflowHttp mlflow = new MlflowHttp(base);
        Map<String, String> names = new LinkedHashMap<>();
        names.put("MODEL", "model-" + UUID.randomUUID());
        Map<String, JsonNode> answers = new LinkedHashMap<>();

        // When
        for (String line : recorded()) {
            JsonNode request = JSON.readTree(named(line, names));
            String target = request.get("target").asText();
            MlflowHttp.Answer answer = mlflow.sendAs(
                    request.path("type").asText("application/json"),
                    request.get("method").asText(),
                    target,
                    BodyPublishers.ofString(request.path("body").asText()));
            assertThat(answer.status()).as(line + " -> " + answer.body()).isEqualTo(200);
            JsonNode json = answer.body().equals("hi") ? JSON.getNodeFactory().textNode("hi") : answer.json();
            String call = target.substring("/api/2.0/".length()).replaceFirst("\\?.*", "");
            answers.put(request.get("method").asText() + " " + call, json);
            if (target.endsWith("experiments/create")) {
                names.put("EXPERIMENT", json.get("experiment_id").asText());
            } else if (target.endsWith("runs/create")) {
                names.put("RUN", json.at("/run/info/run_id").asText());
            }
        }

        // Then
        assertThat(answers.get("POST mlflow/experiments/search")
                        .at("/experiments/0/name")
                        .asText())
                .isEqualTo(names.get("MODEL") + " é");
        assertThat(answers.get("GET mlflow/metrics/get-history").get("metrics").toString())
                .isEqualTo("[{\"key\":\"loss\",\"value\":\"NaN\",\"timestamp\":1700000000001,\"step\":-1},"
                        + "{\"key\":\"loss\",\"value\":\"Infinity\",\"timestamp\":1700000000002,\"step\":3}]");
        assertThat(answers.get("POST mlflow/runs/search").at("/runs/0").toString())
                .isEqualTo(answers.get("GET mlflow/runs/get").get("run").toString());
        assertThat(answers.get("GET mlflow/runs/get").at("/run/data/params").toString())
                .isEqualTo("[{\"key\":\"p\",\"value\":\"\"},{\"key\":\"q\",\"value\":\"1.5\"}]");
        assertThat(answers.get("GET mlflow/runs/get")
                        .at("/run/inputs/dataset_inputs/0/dataset")
                        .toString())
                .isEqualTo("{\"name\":\"ratings\",\"digest\":\"abc\",\"source_type\":\"http\","
                        + "\"source\":\"{\\\"url\\\": \\\"x\\\"}\",\"schema\":\"{}\"}");
        // The last listing is that of the file itself, by which the client learns that it is no folder.
        assertThat(answers.get("GET mlflow-artifacts/artifacts").toString()).isEqualTo("{}");
        assertThat(answers.get("GET mlflow/registered-models/alias")
                        .at("/model_version/aliases/0")
                        .asText())
                .isEqualTo("champion");
        assertThat(answers.get("POST mlflow/registered-models/get-latest-versions")
                        .at("/model_versions/0/current_stage")
                        .asText())
                .isEqualTo("Production");
        assertThat(answers.get("GET mlflow/model-versions/get-download-uri")
                        .get("artifact_uri")
                        .asText())
                .isEqualTo("runs:/" + names.get("RUN") + "/dir");
        assertThat(answers.get("POST mlflow/runs/update")
                        .at("/run_info/end_time")
                        .asLong())
                .isEqualTo(1700000000009L);
    }

    private static List<String> recorded() throws IOException {
        try (InputStream file = Objects.requireNonNull(
                PythonClientTest.class.getResourceAsStream("/golden/mlflow/python-client.jsonl"))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        }
    }

    private static String named(String line, Map<String, String> names) {
        String named = line;
        for (Map.Entry<String, String> name : names.entrySet()) {
            named = named.replace(name.getKey(), name.getValue());
        }
        return named;
    }
}
