package io.marquee.cli.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** JSON over HTTP against one base address. Thread-safe. */
public final class HttpJson {

    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private static final JsonMapper JSON = new JsonMapper();

    private final URI base;

    public HttpJson(URI base) {
        this.base = base;
    }

    /** Where the calls go. */
    public URI base() {
        return base;
    }

    /** The answer's JSON, null for an empty one; anything but a 2xx is a {@link CallFailedException}. */
    public JsonNode get(String path) {
        return parse(send(request(path).GET().build()));
    }

    /** As {@link #get}, with a body. */
    public JsonNode post(String path, Object body) {
        return parse(sendJson(path, body));
    }

    /** As {@link #get}. */
    public JsonNode delete(String path) {
        return parse(send(request(path).DELETE().build()));
    }

    /** The raw answer, whatever its status. */
    public HttpResponse<String> postRaw(String path, String body) {
        return exchange(request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    /** The raw answer, whatever its status. */
    public HttpResponse<String> getRaw(String path) {
        return exchange(request(path).GET().build());
    }

    private HttpResponse<String> sendJson(String path, Object body) {
        try {
            return send(request(path)
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)))
                    .build());
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("cannot write the body for " + path, e);
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base + path)).timeout(Duration.ofSeconds(60));
    }

    private static HttpResponse<String> send(HttpRequest request) {
        HttpResponse<String> response = exchange(request);
        if (response.statusCode() / 100 != 2) {
            throw new CallFailedException(
                    request.method() + " " + request.uri() + " answered " + response.statusCode() + ": "
                            + response.body(),
                    response.statusCode(),
                    detail(request, response));
        }
        return response;
    }

    /** The detail of the problem; without one, what was asked and answered. */
    private static String detail(HttpRequest request, HttpResponse<String> response) {
        String answer = request.method() + " " + request.uri() + " answered " + response.statusCode();
        try {
            JsonNode problem = JSON.readTree(response.body());
            // MLflow's own shape of an error calls it the message.
            String detail =
                    problem.path("detail").asText(problem.path("message").asText(""));
            String title = problem.path("title").asText("");
            return detail.isBlank() ? answer + (title.isBlank() ? "" : ": " + title) : detail;
        } catch (JsonProcessingException notJson) {
            // Somebody else's error page says no more than its status does.
            return answer;
        }
    }

    private static HttpResponse<String> exchange(HttpRequest request) {
        try {
            return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new CallFailedException(request.method() + " " + request.uri() + " was not answered: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CallFailedException("interrupted during " + request.method() + " " + request.uri(), e);
        }
    }

    private static JsonNode parse(HttpResponse<String> response) {
        if (response.body().isEmpty()) {
            return NullNode.getInstance();
        }
        try {
            return JSON.readTree(response.body());
        } catch (JsonProcessingException e) {
            throw new CallFailedException(response.uri() + " did not answer JSON: " + response.body(), e);
        }
    }
}
