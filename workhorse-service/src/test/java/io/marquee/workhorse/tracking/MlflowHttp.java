package io.marquee.workhorse.tracking;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** Speaks to the running service as MLflow clients do, byte by byte where a test wants it. */
public final class MlflowHttp {

    private static final JsonMapper JSON = new JsonMapper();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final URI base;

    public MlflowHttp(URI base) {
        this.base = base;
    }

    /** Status and body of an answer. */
    public record Answer(int status, String body) {

        public JsonNode json() {
            try {
                return JSON.readTree(body);
            } catch (IOException e) {
                throw new AssertionError("not JSON: " + body, e);
            }
        }

        public String errorCode() {
            return json().path("error_code").asText();
        }
    }

    public Answer get(String call, Map<String, String> query) {
        String text = query.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return send("GET", "/api/2.0/mlflow/" + call + "?" + text, BodyPublishers.noBody());
    }

    public Answer post(String call, String json) {
        return send("POST", "/api/2.0/mlflow/" + call, BodyPublishers.ofString(json));
    }

    public Answer patch(String call, String json) {
        return send("PATCH", "/api/2.0/mlflow/" + call, BodyPublishers.ofString(json));
    }

    public Answer delete(String call, String json) {
        return send("DELETE", "/api/2.0/mlflow/" + call, BodyPublishers.ofString(json));
    }

    public Answer send(String method, String pathAndQuery, BodyPublisher body) {
        return sendAs("application/json", method, pathAndQuery, body);
    }

    public Answer sendAs(String mediaType, String method, String pathAndQuery, BodyPublisher body) {
        HttpRequest request = HttpRequest.newBuilder(base.resolve(pathAndQuery))
                .method(method, body)
                .header("Content-Type", mediaType)
                .build();
        try {
            HttpResponse<String> response = CLIENT.send(request, BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.body());
        } catch (IOException e) {
            throw new AssertionError(method + " " + pathAndQuery + " failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Sends a request line that well-behaved clients would not let pass. */
    public Answer raw(String method, String target, String body) {
        try (Socket socket = new Socket(base.getHost(), base.getPort())) {
            socket.setSoTimeout(20_000);
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            String head = method + " " + target
                    + " HTTP/1.1\r\nHost: test\r\nConnection: close\r\nContent-Type: application/json\r\n"
                    + "Content-Length: " + bytes.length + "\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int status = Integer.parseInt(answer.substring(9, 12));
            int bodyStart = answer.indexOf("\r\n\r\n");
            return new Answer(status, answer.substring(bodyStart + 4));
        } catch (IOException e) {
            throw new AssertionError(method + " " + target + " failed", e);
        }
    }

    /** A new experiment's id. */
    public String newExperiment() {
        return post("experiments/create", "{\"name\": \"" + UUID.randomUUID() + "\"}")
                .json()
                .get("experiment_id")
                .asText();
    }

    /** A new run's id. */
    public String newRun(String experimentId) {
        return post("runs/create", "{\"experiment_id\": \"" + experimentId + "\"}")
                .json()
                .at("/run/info/run_id")
                .asText();
    }
}
