package io.marquee.controltower.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.marquee.contract.id.ModelVersion;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The few reads of MLflow's REST API 2.0 that serving needs: alias to version, run, artefact list, artefact. */
public class MlflowClient implements AutoCloseable {

    private static final String API = "/api/2.0/mlflow/";
    private static final String ARTIFACTS = "/api/2.0/mlflow-artifacts/artifacts";

    /**
     * An entry of an artefact list.
     *
     * @param name last part of its path
     * @param size bytes, 0 for a folder
     */
    record Artifact(String name, boolean folder, long size) {}

    private final URI trackingUri;
    private final Duration timeout;
    private final HttpClient http;
    private final ObjectMapper json = new ObjectMapper();

    /**
     * @param trackingUri base of the tracking server
     * @param timeout for each single request, body included
     */
    public MlflowClient(URI trackingUri, Duration timeout) {
        this.trackingUri = trackingUri;
        this.timeout = timeout;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(timeout)
                .build();
    }

    /**
     * The version that an alias points to; empty when the model or the alias does not exist.
     *
     * @throws IOException when the server does not answer, or not in time
     * @throws RegistryException when it answers with something else
     */
    public Optional<RegisteredVersion> versionOf(String model, String alias)
            throws IOException, InterruptedException, RegistryException {
        HttpResponse<String> response =
                get(API + "registered-models/alias?name=" + encoded(model) + "&alias=" + encoded(alias), text());
        if (!isPassing(response) && response.statusCode() != 200 && isAbsence(response)) {
            return Optional.empty();
        }
        JsonNode version = requireOk(response).path("model_version");
        try {
            return Optional.of(new RegisteredVersion(
                    new ModelVersion(
                            version.path("name").asText(model),
                            version.path("version").asInt(0)),
                    version.path("source").asText(""),
                    version.hasNonNull("run_id")
                                    && !version.path("run_id").asText().isEmpty()
                            ? version.path("run_id").asText()
                            : null));
        } catch (IllegalArgumentException e) {
            throw new RegistryException(
                    "the registry's answer about " + model + " is not usable: " + e.getMessage(), e);
        }
    }

    /** Real MLflow says INVALID_PARAMETER_VALUE (400) for an unknown alias of a known model. */
    private boolean isAbsence(HttpResponse<String> response) throws RegistryException {
        String code = parse(response).path("error_code").asText("");
        return code.equals("RESOURCE_DOES_NOT_EXIST")
                || response.statusCode() == 400 && code.equals("INVALID_PARAMETER_VALUE");
    }

    /** The version's folder as a path below the artefact proxy, for example {@code 1/<run>/artifacts/model}. */
    String artifactPath(RegisteredVersion version) throws IOException, InterruptedException, RegistryException {
        URI source = uri(version.source(), version.id() + " has the source ");
        String scheme = String.valueOf(source.getScheme());
        String path = String.valueOf(source.getPath()).replaceAll("^/+|/+$", "");
        return switch (scheme) {
            case "mlflow-artifacts" -> path;
            case "runs" -> artifactPathInRun(path);
            default ->
                throw new RegistryException(version.id() + " has the source " + version.source()
                        + "; only mlflow-artifacts: and runs: can be fetched through the tracking server");
        };
    }

    private String artifactPathInRun(String path) throws IOException, InterruptedException, RegistryException {
        int slash = path.indexOf('/');
        String runId = slash < 0 ? path : path.substring(0, slash);
        JsonNode run = requireOk(get(API + "runs/get?run_id=" + encoded(runId), text()));
        URI root = uri(
                run.path("run").path("info").path("artifact_uri").asText(""),
                "run " + runId + " keeps its artefacts at ");
        if (!"mlflow-artifacts".equals(root.getScheme())) {
            throw new RegistryException("run " + runId + " keeps its artefacts at " + root
                    + ", which the tracking server does not hand out");
        }
        return root.getPath().replaceAll("^/+|/+$", "") + (slash < 0 ? "" : path.substring(slash));
    }

    private static URI uri(String text, String context) throws RegistryException {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException e) {
            throw new RegistryException(context + "'" + text + "', which is no URI", e);
        }
    }

    /** What is in a folder below the artefact proxy. */
    List<Artifact> list(String path) throws IOException, InterruptedException, RegistryException {
        List<Artifact> artifacts = new ArrayList<>();
        for (JsonNode file :
                requireOk(get(ARTIFACTS + "?path=" + encoded(path), text())).path("files")) {
            String name = file.path("path").asText("");
            artifacts.add(new Artifact(
                    name.substring(name.lastIndexOf('/') + 1),
                    file.path("is_dir").asBoolean(false),
                    file.path("file_size").asLong(0)));
        }
        return artifacts;
    }

    /** Copies one artefact into a new file. */
    void download(String path, Path file) throws IOException, InterruptedException, RegistryException {
        StringBuilder encoded = new StringBuilder(ARTIFACTS);
        for (String part : path.split("/")) {
            encoded.append('/').append(encoded(part).replace("+", "%20"));
        }
        HttpResponse<Path> response = get(
                encoded.toString(),
                info -> info.statusCode() == 200
                        ? BodyHandlers.ofFile(file).apply(info)
                        : HttpResponse.BodySubscribers.replacing(file));
        if (response.statusCode() != 200) {
            String answer = "artefact " + path + " cannot be had: HTTP " + response.statusCode();
            if (isPassing(response)) {
                throw new IOException(answer);
            }
            throw new RegistryException(answer);
        }
    }

    private <T> HttpResponse<T> get(String pathAndQuery, BodyHandler<T> handler)
            throws IOException, InterruptedException {
        String base = trackingUri.toString().replaceAll("/+$", "");
        HttpRequest request = HttpRequest.newBuilder(URI.create(base + pathAndQuery))
                .timeout(timeout)
                .header("Accept", "application/json, */*")
                .GET()
                .build();
        // The request's own timeout ends with the headers; a body that never ends must not hold the watch.
        CompletableFuture<HttpResponse<T>> answer = http.sendAsync(request, handler);
        try {
            return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new IOException(request.uri() + " did not answer within " + timeout, e);
        } catch (InterruptedException e) {
            answer.cancel(true);
            throw e;
        } catch (ExecutionException e) {
            throw new IOException(request.uri() + " cannot be reached: " + reason(e.getCause()), e.getCause());
        }
    }

    private static String reason(Throwable cause) {
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }

    private JsonNode requireOk(HttpResponse<String> response) throws IOException, RegistryException {
        if (response.statusCode() != 200) {
            String body = response.body();
            String answer = response.uri() + " answered " + response.statusCode() + ": "
                    + (body.length() <= 300 ? body : body.substring(0, 300) + "…");
            if (isPassing(response)) {
                throw new IOException(answer);
            }
            throw new RegistryException(answer);
        }
        return parse(response);
    }

    /** Failures of the server or of something before it, as against an answer about the thing asked for. */
    private static boolean isPassing(HttpResponse<?> response) {
        return response.statusCode() >= 500 || response.statusCode() == 429;
    }

    private JsonNode parse(HttpResponse<String> response) throws RegistryException {
        try {
            return json.readTree(response.body());
        } catch (JsonProcessingException e) {
            throw new RegistryException(response.uri() + " did not answer with JSON", e);
        }
    }

    private static BodyHandler<String> text() {
        return BodyHandlers.ofString(StandardCharsets.UTF_8);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
