package io.marquee.controltower;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.marquee.controltower.testing.ServingStack;
import io.marquee.controltower.testing.TestModels;
import io.marquee.controltower.testing.TestRegistry;
import io.marquee.platform.event.EventPublisher;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** New champions while requests run. */
@QuarkusTest
@WithTestResource(ServingStack.class)
class ChampionSwapTest {

    private static final int FIRST_VERSION = 101;
    private static final int SWAPS = 50;
    private static final int CLIENTS = 4;

    @ConfigProperty(name = ServingStack.REGISTRY_ROOT)
    Path root;

    @Inject
    EventPublisher publisher;

    @TestHTTPResource("/api/v1/predict")
    URI predict;

    private volatile boolean done;

    @Test
    void shouldFailNoRequestAndNeverGoBackWhileChampionsAreSwapped() throws Exception {
        // Given
        TestRegistry registry = new TestRegistry(root, publisher);
        promote(registry, FIRST_VERSION);
        try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
            List<Future<List<Integer>>> answers = new ArrayList<>();
            for (int client = 0; client < CLIENTS; client++) {
                answers.add(clients.submit(predictUntilDone()));
            }

            // When
            for (int version = FIRST_VERSION + 1; version <= FIRST_VERSION + SWAPS; version++) {
                promote(registry, version);
            }
            done = true;

            // Then
            Set<Integer> versions = new TreeSet<>();
            int requests = 0;
            for (Future<List<Integer>> answered : answers) {
                List<Integer> seen = answered.get(60, TimeUnit.SECONDS);
                assertThat(seen).isSorted();
                requests += seen.size();
                versions.addAll(seen);
            }
            System.out.printf("swap: %d requests saw %d versions%n", requests, versions.size());
            assertThat(versions).hasSizeGreaterThan(SWAPS / 2).contains(FIRST_VERSION + SWAPS);
        }
    }

    @Test
    void shouldKeepTheChampionWhenItsSuccessorIsDamaged() throws Exception {
        // Given
        TestRegistry registry = new TestRegistry(root, publisher);
        promote(registry, 90);
        String run = "%032d".formatted(91);
        Path folder = root.resolve("artifacts/1").resolve(run).resolve("artifacts/model");
        Files.createDirectories(folder.getParent());
        TestModels.personalFolder(run, 3).writeTo(folder);
        Files.writeString(folder.resolve("features.json"), "{}");

        // When
        registry.promote("personal-rating", 91, run, TestModels.personalFolder(run, 3));

        // Then
        org.awaitility.Awaitility.await().untilAsserted(() -> io.restassured.RestAssured.given()
                .get("/api/v1/models")
                .then()
                .body("models[0].last_check", org.hamcrest.Matchers.is("refused"))
                .body(
                        "models[0].last_check_detail",
                        org.hamcrest.Matchers.startsWith(
                                "personal-rating v91 cannot be served: features.json has 2 bytes"))
                .body("models[0].version", org.hamcrest.Matchers.is("90")));
        io.restassured.RestAssured.given().get("/ready").then().statusCode(200);
    }

    private static void promote(TestRegistry registry, int version) throws Exception {
        String run = "%032d".formatted(version);
        registry.promote("personal-rating", version, run, TestModels.personalFolder(run, meanOf(version)));
        TestRegistry.awaitServed("personal-rating", Integer.toString(version));
    }

    /** So that an answer's rating tells which version made it. */
    private static double meanOf(int version) {
        return 1 + version / 100.0;
    }

    /** The versions that answered one client, in order; every answer must be wholly of its version. */
    private Callable<List<Integer>> predictUntilDone() {
        return () -> {
            List<Integer> versions = new ArrayList<>();
            ObjectMapper json = new ObjectMapper();
            HttpRequest request = HttpRequest.newBuilder(predict)
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString("{\"user_id\": 999, \"movie_ids\": [10, 60]}"))
                    .build();
            try (HttpClient http = HttpClient.newHttpClient()) {
                while (!done) {
                    HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
                    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
                    JsonNode answer = json.readTree(response.body());
                    int version = answer.at("/model/version").asInt();
                    assertThat(answer.at("/predictions/0/rating").asDouble())
                            .isCloseTo(meanOf(version) + 0.5, org.assertj.core.api.Assertions.within(1e-4));
                    assertThat(answer.at("/predictions/1/rating").asDouble())
                            .isCloseTo(meanOf(version) - 0.75, org.assertj.core.api.Assertions.within(1e-4));
                    versions.add(version);
                }
            }
            return versions;
        };
    }
}
