package io.marquee.workhorse.training.mlflow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Requests to an MLflow server and its answers, errors told apart by MLflow's error codes. */
final class MlflowHttp implements MlflowCalls {

    static final JsonMapper JSON = new JsonMapper();

    private static final String API = "/api/2.0/mlflow/";
    private static final String ARTIFACTS = "/api/2.0/mlflow-artifacts/artifacts";
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(60);

    private static final int MAX_ERROR_BYTES = 64 * 1024;

    private final URI server;
    private final HttpClient client;

    MlflowHttp(URI server) {
        this.server = server;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT_TIMEOUT)
                .build();
    }

    /** Calls an endpoint with a JSON body. */
    @Override
    public JsonNode post(String endpoint, ObjectNode body) {
        return json(request(API + endpoint)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body.toString())));
    }

    /** Calls an endpoint with a query. */
    @Override
    public JsonNode get(String endpoint, Map<String, String> query) {
        return json(request(API + endpoint + query(query)).GET());
    }

    /** The files of an artefact folder: their paths relative to it, folders left out. */
    @Override
    public JsonNode listArtifacts(String folder) {
        return json(request(ARTIFACTS + query(Map.of("path", folder))).GET());
    }

    @Override
    public void putArtifact(String path, Path file) throws IOException {
        BodyPublisher body = BodyPublishers.ofFile(file);
        json(request(ARTIFACTS + "/" + encodedPath(path))
                .header("Content-Type", "application/octet-stream")
                .PUT(body));
    }

    @Override
    public void getArtifact(String path, Path target) throws IOException {
        HttpRequest request = request(ARTIFACTS + "/" + encodedPath(path)).GET().build();
        HttpResponse<InputStream> response = exchange(request, BodyHandlers.ofInputStream());
        try (InputStream body = response.body()) {
            if (response.statusCode() / 100 != 2) {
                throw refusal(request, response.statusCode(), body.readNBytes(MAX_ERROR_BYTES));
            }
            Files.copy(body, target);
        }
    }

    private HttpRequest.Builder request(String pathAndQuery) {
        String base = server.toString();
        return HttpRequest.newBuilder(
                        URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + pathAndQuery))
                .timeout(REQUEST_TIMEOUT);
    }

    private JsonNode json(HttpRequest.Builder builder) {
        HttpRequest request = builder.build();
        byte[] body = send(request).body();
        try {
            return body.length == 0 ? JSON.createObjectNode() : JSON.readTree(body);
        } catch (IOException e) {
            throw new TrackingException(describe(request) + " answered something that is not JSON", null, e);
        }
    }

    private HttpResponse<byte[]> send(HttpRequest request) {
        HttpResponse<byte[]> response = exchange(request, BodyHandlers.ofByteArray());
        if (response.statusCode() / 100 != 2) {
            throw refusal(request, response.statusCode(), response.body());
        }
        return response;
    }

    private <T> HttpResponse<T> exchange(HttpRequest request, BodyHandler<T> handler) {
        try {
            return client.send(request, handler);
        } catch (IOException e) {
            throw new TrackingException(describe(request) + " failed: " + e, null, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TrackingException(describe(request) + " was interrupted", null, e);
        }
    }

    private TrackingException refusal(HttpRequest request, int status, byte[] body) {
        String text = new String(body, StandardCharsets.UTF_8);
        @Nullable String code = null;
        try {
            JsonNode error = JSON.readTree(text);
            if (error.hasNonNull("error_code")) {
                code = error.get("error_code").asText();
                text = error.path("message").asText();
            }
        } catch (JsonProcessingException e) {
            // Not an MLflow error, for example a proxy's page: the text itself is shown.
            text = text.lines().findFirst().orElse("");
        }
        return new TrackingException(
                describe(request) + " answered " + status + (code == null ? "" : " " + code) + ": " + text, code, null);
    }

    private static String describe(HttpRequest request) {
        return "tracking server: " + request.method() + " " + request.uri();
    }

    private static String query(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(entry -> encoded(entry.getKey()) + "=" + encoded(entry.getValue()))
                .collect(Collectors.joining("&", "?", ""));
    }

    private static String encodedPath(String path) {
        return Arrays.stream(path.split("/")).map(MlflowHttp::encoded).collect(Collectors.joining("/"));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
