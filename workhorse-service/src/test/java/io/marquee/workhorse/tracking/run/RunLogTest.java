package io.marquee.workhorse.tracking.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.marquee.localstack.testing.LocalStackResource;
import io.marquee.workhorse.tracking.MlflowHttp;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a run logs beyond single values: inputs, models, histories of several runs, many writers at once. */
@QuarkusTest
@WithTestResource(LocalStackResource.class)
class RunLogTest {

    @TestHTTPResource("/")
    URI base;

    private MlflowHttp mlflow;
    private String experiment;
    private String run;

    @BeforeEach
    void begin() {
        mlflow = new MlflowHttp(base);
        experiment = mlflow.newExperiment();
        run = mlflow.newRun(experiment);
    }

    @Test
    void shouldLoseNoPointWhenManyWritersLogToOneRun() throws Exception {
        // Given
        int writers = 32;
        int batches = 5;
        int points = 20;
        List<Callable<Void>> work = new ArrayList<>();
        for (int writer = 0; writer < writers; writer++) {
            int first = writer * batches * points;
            work.add(() -> {
                for (int batch = 0; batch < batches; batch++) {
                    StringBuilder metrics = new StringBuilder();
                    for (int i = 0; i < points; i++) {
                        int step = first + batch * points + i;
                        metrics.append(i == 0 ? "" : ",")
                                .append("{\"key\": \"shared\", \"value\": " + step + ", \"timestamp\": 1, \"step\": "
                                        + step + "}")
                                .append(",{\"key\": \"own" + first + "\", \"value\": 1, \"timestamp\": 1}");
                    }
                    assertThat(mlflow.post(
                                            "runs/log-batch",
                                            "{\"run_id\": \"" + run + "\", \"metrics\": [" + metrics + "]}")
                                    .body())
                            .isEqualTo("{}");
                }
                return null;
            });
        }

        // When
        try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Void> future : pool.invokeAll(work)) {
                future.get();
            }
        }

        // Then
        Set<Long> steps = new HashSet<>();
        JsonNode history = mlflow.get("metrics/get-history", Map.of("run_id", run, "metric_key", "shared"))
                .json()
                .get("metrics");
        history.forEach(point -> steps.add(point.get("step").asLong()));
        assertThat(history).hasSize(writers * batches * points);
        assertThat(steps).hasSize(writers * batches * points);
        assertThat(mlflow.get("metrics/get-history", Map.of("run_id", run, "metric_key", "own0"))
                        .json()
                        .get("metrics"))
                .hasSize(batches * points);
        JsonNode latest = mlflow.get("runs/get", Map.of("run_id", run)).json().at("/run/data/metrics");
        assertThat(latest).hasSize(writers + 1);
        assertThat(latest.get(writers).get("key").asText()).isEqualTo("shared");
        assertThat(latest.get(writers).get("step").asLong()).isEqualTo(writers * batches * points - 1);
    }

    @Test
    void shouldPageAHistoryInTheOrderOfLogging() {
        // Given
        for (int step : new int[] {5, 1, 4, 1, 3}) {
            mlflow.post(
                    "runs/log-metric",
                    "{\"run_id\": \"" + run + "\", \"key\": \"m\", \"value\": 0, \"timestamp\": 9, \"step\": " + step
                            + "}");
        }

        // When
        JsonNode first = history(Map.of("run_id", run, "metric_key", "m", "max_results", "2"));
        JsonNode second = history(Map.of(
                "run_id",
                run,
                "metric_key",
                "m",
                "max_results",
                "3",
                "page_token",
                first.get("next_page_token").asText()));
        MlflowHttp.Answer tooMany =
                mlflow.get("metrics/get-history", Map.of("run_id", run, "metric_key", "m", "max_results", "25001"));

        // Then
        assertThat(first.get("metrics").findValuesAsText("step")).containsExactly("5", "1");
        assertThat(second.get("metrics").findValuesAsText("step")).containsExactly("4", "1", "3");
        assertThat(second.has("next_page_token")).isFalse();
        assertThat(tooMany.status()).isEqualTo(400);
    }

    @Test
    void shouldThinOutTheHistoriesOfSeveralRunsForAChart() {
        // Given
        String other = mlflow.newRun(experiment);
        for (int step = 0; step < 11; step++) {
            mlflow.post("runs/log-metric", point(run, step));
        }
        mlflow.post("runs/log-metric", point(other, 7));

        // When
        JsonNode all = mlflow.send("GET", bulk("run_ids=" + run + "&run_ids=" + other), noBody())
                .json();
        JsonNode few = mlflow.send("GET", bulk("run_ids=" + run + "&run_ids=" + other + "&max_results=3"), noBody())
                .json();
        JsonNode range = mlflow.send("GET", bulk("run_ids=" + run + "&start_step=3&end_step=4"), noBody())
                .json();
        MlflowHttp.Answer halfRange = mlflow.send("GET", bulk("run_ids=" + run + "&start_step=3"), noBody());

        // Then
        assertThat(all.get("metrics")).hasSize(12);
        assertThat(few.get("metrics").findValuesAsText("step")).containsExactly("0", "3", "7", "10", "7");
        assertThat(few.at("/metrics/4/run_id").asText()).isEqualTo(other);
        assertThat(range.get("metrics").findValuesAsText("step")).containsExactly("3", "4");
        assertThat(halfRange.status()).isEqualTo(400);
    }

    @Test
    void shouldThinOutTheHistoriesOfAsManyRunsAsOneRequestMayName() {
        // Given
        mlflow.post("runs/log-metric", point(run, 1));

        // When
        MlflowHttp.Answer most = mlflow.send("GET", bulk(("run_ids=" + run + "&").repeat(100)), noBody());
        MlflowHttp.Answer tooMany = mlflow.send("GET", bulk(("run_ids=" + run + "&").repeat(101)), noBody());

        // Then
        assertThat(most.json().get("metrics")).hasSize(1);
        assertThat(tooMany.json().get("message").asText())
                .startsWith("GetMetricHistoryBulkInterval request must specify at most 100 run_ids.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "metric_key=m                                           | Missing value for required parameter 'run_ids'",
                "run_ids=a                                              | Missing value for required parameter 'metric_key'",
                "run_ids=a&metric_key=m&max_results=0                   | max_results must be between 1 and 2500",
                "run_ids=a&metric_key=m&start_step=1&end_step=0         | end_step must be greater than start_step. ",
            })
    void shouldRefuseAChartInMlflowsWordsWhenItsRequestIsWrong(String query, String message) {
        // When
        MlflowHttp.Answer answer =
                mlflow.send("GET", "/ajax-api/2.0/mlflow/metrics/get-history-bulk-interval?" + query, noBody());

        // Then
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("message").asText()).startsWith(message);
    }

    @Test
    void shouldSayWhichElementLacksAFieldWhenABatchIsIncomplete() {
        // When
        MlflowHttp.Answer batch = mlflow.post(
                "runs/log-batch",
                "{\"run_id\": \"" + run + "\", \"metrics\": [{\"key\": \"m\", \"value\": 1, \"timestamp\": 1},"
                        + " {\"key\": \"m\", \"value\": 1}]}");
        MlflowHttp.Answer inputs = mlflow.post("runs/log-inputs", "{\"run_id\": \"" + run + "\"}");

        // Then
        assertThat(batch.body()).contains("Missing value for required parameter 'metrics[1].timestamp'");
        assertThat(inputs.status()).isEqualTo(400);
        assertThat(inputs.body()).contains("Missing value for required parameter 'datasets'");
    }

    @Test
    void shouldShowTheDataSetsThatARunHasUsed() {
        // Given
        String inputs = """
                {"run_id": "%s", "datasets": [
                  {"tags": [{"key": "mlflow.data.context", "value": "training"}],
                   "dataset": {"name": "ratings", "digest": "abc", "source_type": "local", "source": "{}",
                               "schema": "{\\"columns\\": []}"}}]}""".formatted(run);

        // When
        mlflow.post("runs/log-inputs", inputs);
        mlflow.post("runs/log-inputs", inputs.replace("training", "test"));
        JsonNode shown = mlflow.get("runs/get", Map.of("run_id", run)).json().at("/run/inputs");
        MlflowHttp.Answer tooLong =
                mlflow.post("runs/log-inputs", inputs.replace("\"abc\"", "\"" + "d".repeat(37) + "\""));

        // Then
        assertThat(shown.toString())
                .isEqualTo("{\"dataset_inputs\":[{\"tags\":[{\"key\":\"mlflow.data.context\",\"value\":\"test\"}],"
                        + "\"dataset\":{\"name\":\"ratings\",\"digest\":\"abc\",\"source_type\":\"local\",\"source\":\"{}\","
                        + "\"schema\":\"{\\\"columns\\\": []}\"}}]}");
        assertThat(tooLong.status()).isEqualTo(400);
    }

    @Test
    void shouldKeepAHistoryOfTheModelsThatARunLogged() {
        // Given
        String model = "{\\\"artifact_path\\\": \\\"%s\\\", \\\"run_id\\\": \\\"r\\\", \\\"flavors\\\": {},"
                + " \\\"utc_time_created\\\": \\\"now\\\"}";

        // When
        mlflow.post(
                "runs/log-model", "{\"run_id\": \"" + run + "\", \"model_json\": \"" + model.formatted("a") + "\"}");
        mlflow.post(
                "runs/log-model", "{\"run_id\": \"" + run + "\", \"model_json\": \"" + model.formatted("b") + "\"}");
        MlflowHttp.Answer incomplete =
                mlflow.post("runs/log-model", "{\"run_id\": \"" + run + "\", \"model_json\": \"{\\\"run_id\\\": 1}\"}");
        MlflowHttp.Answer noJson =
                mlflow.post("runs/log-model", "{\"run_id\": \"" + run + "\", \"model_json\": \"{\"}");

        // Then
        JsonNode tag = mlflow.get("runs/get", Map.of("run_id", run)).json().at("/run/data/tags/0");
        assertThat(tag.get("key").asText()).isEqualTo("mlflow.log-model.history");
        assertThat(tag.get("value").asText())
                .isEqualTo("[{\"artifact_path\":\"a\",\"run_id\":\"r\",\"flavors\":{},\"utc_time_created\":\"now\"},"
                        + "{\"artifact_path\":\"b\",\"run_id\":\"r\",\"flavors\":{},\"utc_time_created\":\"now\"}]");
        assertThat(incomplete.body()).contains("missing mandatory fields: [artifact_path, flavors, utc_time_created]");
        assertThat(noJson.status()).isEqualTo(400);
    }

    private JsonNode history(Map<String, String> query) {
        return mlflow.get("metrics/get-history", query).json();
    }

    private static String point(String run, int step) {
        return "{\"run_id\": \"" + run + "\", \"key\": \"m\", \"value\": 0, \"timestamp\": 9, \"step\": " + step + "}";
    }

    private static String bulk(String query) {
        return "/ajax-api/2.0/mlflow/metrics/get-history-bulk-interval?metric_key=m&" + query;
    }

    private static BodyPublisher noBody() {
        return BodyPublishers.noBody();
    }
}
