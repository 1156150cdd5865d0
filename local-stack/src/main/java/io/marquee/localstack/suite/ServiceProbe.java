package io.marquee.localstack.suite;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Asks a service how it is. */
final class ServiceProbe {

    private static final Duration LIMIT = Duration.ofSeconds(2);
    private static final int HTTP_OK = 200;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(LIMIT).build();

    /** Whether the service there says yes to the question in the path. */
    boolean answers(int port, String path) {
        return get(port, path)
                .filter(response -> response.statusCode() == HTTP_OK)
                .isPresent();
    }

    /** The names of the readiness checks that fail; empty when all pass or nobody answers. */
    List<String> failingChecks(int port) {
        return get(port, "/ready").map(response -> failing(response.body())).orElse(List.of());
    }

    static List<String> failing(String health) {
        List<String> names = new ArrayList<>();
        try {
            for (JsonNode check : JSON.readTree(health).path("checks")) {
                if (check.path("status").asText().equals("DOWN")) {
                    names.add(check.path("name").asText());
                }
            }
        } catch (JsonProcessingException notHealth) {
            // Somebody else's answer names no checks of ours.
            return List.of();
        }
        return names;
    }

    private Optional<HttpResponse<String>> get(int port, String path) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(LIMIT)
                .build();
        try {
            return Optional.of(http.send(request, HttpResponse.BodyHandlers.ofString()));
        } catch (IOException notThere) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SuiteException("interrupted while asking port " + port, e);
        }
    }
}
