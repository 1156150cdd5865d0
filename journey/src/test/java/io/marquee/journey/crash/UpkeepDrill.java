package io.marquee.journey.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.marquee.cli.client.HttpJson;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * An experiment that is backed up, emptied out of the bin and brought back, with the service killed in the middle of each. A
 * killed job must be reported as failed, and the same asked for again must end as if nothing had happened; after a killed restore
 * nothing of it may be seen.
 */
final class UpkeepDrill {

    private static final String PATH = "/api/v1/experiments";
    private static final int FILES = 24;
    private static final int FILE_BYTES = 1 << 20;
    private static final int POINTS = 900;

    private final URI service;
    private final Supplier<HttpJson> workhorse;
    private final Random random;
    private final Trouble trouble;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<byte[]> files = new ArrayList<>();
    private String experiment = "";
    private String run = "";
    private int hits;

    /** Kills the service and starts it again. */
    interface Trouble {
        void make() throws Exception;
    }

    UpkeepDrill(URI service, Supplier<HttpJson> workhorse, Random random, Trouble trouble) {
        this.service = service;
        this.workhorse = workhorse;
        this.random = random;
        this.trouble = trouble;
    }

    /**
     * Goes through it once; how many jobs were killed before they had ended.
     *
     * @param all whether each of the three jobs is killed, or only the restore
     */
    int run(boolean all) throws Exception {
        // Given
        log();
        JsonNode before = seen();
        String backup = name(again("/backups", Map.of("experiment", experiment)));

        // When, Then
        if (all) {
            assertThat(name(killed("/backups", Map.of("experiment", experiment))))
                    .isNotEqualTo(backup);
        }
        workhorse.get().post("/api/2.0/mlflow/experiments/delete", Map.of("experiment_id", experiment));
        Map<String, Object> everything = Map.of("max_age_days", 0);
        if (all) {
            killed("/gc", everything);
        } else {
            again("/gc", everything);
        }
        assertThat(get(fileUrl(0)).statusCode()).isEqualTo(404);
        JsonNode restored = killed("/backups/" + backup + "/restore", Map.of());
        assertThat(restored.path("files").asInt()).isEqualTo(FILES);
        assertThat(seen()).isEqualTo(before);
        for (int file = 0; file < FILES; file++) {
            HttpResponse<byte[]> answer = get(fileUrl(file));
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(Arrays.equals(answer.body(), files.get(file)))
                    .as("file %s is as it was", file)
                    .isTrue();
        }
        // Everything that a killed job had left would go with this one, and nothing of the experiment may.
        again("/gc", Map.of("max_age_days", 36_500));
        assertThat(get(fileUrl(FILES - 1)).statusCode()).isEqualTo(200);
        return hits;
    }

    private void log() throws IOException, InterruptedException {
        experiment = workhorse
                .get()
                .post("/api/2.0/mlflow/experiments/create", Map.of("name", "upkeep " + random.nextLong()))
                .path("experiment_id")
                .asText();
        run = workhorse
                .get()
                .post("/api/2.0/mlflow/runs/create", Map.of("experiment_id", experiment))
                .at("/run/info/run_id")
                .asText();
        workhorse
                .get()
                .post(
                        "/api/2.0/mlflow/runs/log-batch",
                        Map.of(
                                "run_id",
                                run,
                                "metrics",
                                IntStream.range(0, POINTS)
                                        .mapToObj(
                                                step -> Map.of("key", "m", "value", step, "timestamp", 1, "step", step))
                                        .toList(),
                                "params",
                                List.of(Map.of("key", "p", "value", "v"))));
        for (int file = 0; file < FILES; file++) {
            byte[] bytes = new byte[FILE_BYTES];
            random.nextBytes(bytes);
            files.add(bytes);
            int status = http.send(
                            HttpRequest.newBuilder(fileUrl(file))
                                    .PUT(BodyPublishers.ofByteArray(bytes))
                                    .build(),
                            BodyHandlers.discarding())
                    .statusCode();
            assertThat(status).isEqualTo(200);
        }
    }

    /** What a client sees of the run. */
    private JsonNode seen() {
        return workhorse.get().get("/api/2.0/mlflow/metrics/get-history?metric_key=m&run_id=" + run);
    }

    /** A job that is killed in its middle, if it does not end before, and asked for again. */
    private JsonNode killed(String path, Map<String, Object> request) throws Exception {
        JsonNode started = workhorse.get().post(PATH + path, request);
        Thread.sleep(random.nextInt(250));
        boolean inTime = Waiting.underWay(find(started));
        trouble.make();
        JsonNode ended = Waiting.forEnd(() -> find(started));
        hits += inTime ? 1 : 0;
        System.out.printf(
                "%s killed %s: %s%n",
                path, inTime ? "in its middle" : "too late", ended.path("state").asText());
        if (Waiting.succeeded(ended)) {
            return ended.path("result");
        }
        assertThat(ended.path("error").asText()).startsWith("the service stopped while this ran; ");
        if (path.endsWith("/restore")) {
            assertThat(workhorse
                            .get()
                            .getRaw("/api/2.0/mlflow/runs/get?run_id=" + run)
                            .statusCode())
                    .isEqualTo(404);
        }
        return again(path, request);
    }

    private JsonNode again(String path, Map<String, Object> request) throws InterruptedException {
        JsonNode started = workhorse.get().post(PATH + path, request);
        JsonNode ended = Waiting.forEnd(() -> find(started));
        assertThat(Waiting.succeeded(ended)).as("%s", ended).isTrue();
        return ended.path("result");
    }

    private JsonNode find(JsonNode started) {
        return workhorse.get().get(PATH + "/jobs/" + started.path("job_id").asText());
    }

    private static String name(JsonNode result) {
        return result.path("name").asText();
    }

    private URI fileUrl(int file) {
        return service.resolve(
                "/api/2.0/mlflow-artifacts/artifacts/" + experiment + "/" + run + "/artifacts/file-" + file);
    }

    private HttpResponse<byte[]> get(URI url) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofByteArray());
    }
}
