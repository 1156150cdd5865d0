package io.marquee.workhorse.training.mlflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Any server that speaks MLflow's API 2.0 and serves artefacts itself: the one in this process, this suite's own, or MLflow. */
public final class MlflowTrackingClient implements TrackingClient {

    /** MLflow takes at most so many metrics in one request. */
    private static final int METRICS_AT_ONCE = 1_000;

    private static final int PARAMS_AT_ONCE = 100;

    private final MlflowCalls calls;

    /** @param server for example {@code http://localhost:5002} */
    public MlflowTrackingClient(URI server) {
        this(new MlflowHttp(server));
    }

    MlflowTrackingClient(MlflowCalls calls) {
        this.calls = calls;
    }

    @Override
    public String experiment(String name) {
        return experimentByName(name).orElseGet(() -> {
            try {
                return calls.post("experiments/create", object().put("name", name))
                        .path("experiment_id")
                        .asText();
            } catch (TrackingException e) {
                // Another worker may have created it in between.
                if (TrackingException.ALREADY_EXISTS.equals(e.errorCode())) {
                    return experimentByName(name).orElseThrow(() -> e);
                }
                throw e;
            }
        });
    }

    private Optional<String> experimentByName(String name) {
        return unlessNotFound(() -> calls.get("experiments/get-by-name", Map.of("experiment_name", name))
                .at("/experiment/experiment_id")
                .asText());
    }

    @Override
    public Run startRun(String experimentId, String name, Instant start, Map<String, String> tags) {
        ObjectNode body = object();
        body.put("experiment_id", experimentId);
        body.put("run_name", name);
        body.put("start_time", start.toEpochMilli());
        body.set("tags", keyValues(tags));
        return run(calls.post("runs/create", body).path("run"));
    }

    @Override
    public List<Run> runningRuns(String experimentId, String tag, String value) {
        ObjectNode body = object();
        body.putArray("experiment_ids").add(experimentId);
        body.put("filter", "attributes.status = 'RUNNING' and tags.`" + tag + "` = '" + value.replace("'", "") + "'");
        body.put("max_results", 100);
        List<Run> runs = new ArrayList<>();
        calls.post("runs/search", body).path("runs").forEach(run -> runs.add(run(run)));
        return runs;
    }

    private static Run run(JsonNode run) {
        JsonNode info = run.path("info");
        return new Run(
                info.path("run_id").asText(),
                info.path("experiment_id").asText(),
                info.path("artifact_uri").asText());
    }

    @Override
    public void logParams(String runId, Map<String, String> params) {
        Iterator<Map.Entry<String, String>> all = params.entrySet().iterator();
        while (all.hasNext()) {
            Map<String, String> batch = new LinkedHashMap<>();
            while (all.hasNext() && batch.size() < PARAMS_AT_ONCE) {
                Map.Entry<String, String> param = all.next();
                batch.put(param.getKey(), param.getValue());
            }
            calls.post("runs/log-batch", object().put("run_id", runId).set("params", keyValues(batch)));
        }
    }

    @Override
    public void logMetrics(String runId, List<Metric> metrics) {
        for (int from = 0; from < metrics.size(); from += METRICS_AT_ONCE) {
            ObjectNode body = object().put("run_id", runId);
            ArrayNode batch = body.putArray("metrics");
            for (Metric metric : metrics.subList(from, Math.min(from + METRICS_AT_ONCE, metrics.size()))) {
                batch.addObject()
                        .put("key", metric.key())
                        .put("value", metric.value())
                        .put("timestamp", metric.time().toEpochMilli())
                        .put("step", metric.step());
            }
            calls.post("runs/log-batch", body);
        }
    }

    @Override
    public void setTags(String runId, Map<String, String> tags) {
        calls.post("runs/log-batch", object().put("run_id", runId).set("tags", keyValues(tags)));
    }

    @Override
    public void logInput(String runId, String name, String digest, String sourceType, String source) {
        ObjectNode body = object().put("run_id", runId);
        ObjectNode input = body.putArray("datasets").addObject();
        input.set("tags", keyValues(Map.of("mlflow.data.context", "training")));
        input.putObject("dataset")
                .put("name", name)
                .put("digest", digest)
                .put("source_type", sourceType)
                .put("source", source);
        calls.post("runs/log-inputs", body);
    }

    @Override
    public void uploadArtifact(Run run, String path, Path file) throws IOException {
        calls.putArtifact(ArtifactLocation.pathOf(run.artifactUri()) + "/" + path, file);
    }

    @Override
    public void endRun(String runId, Ending ending, Instant end) {
        calls.post(
                "runs/update",
                object().put("run_id", runId).put("status", ending.name()).put("end_time", end.toEpochMilli()));
    }

    @Override
    public void ensureRegisteredModel(String name, String description) {
        if (unlessNotFound(() -> calls.get("registered-models/get", Map.of("name", name)))
                .isPresent()) {
            return;
        }
        try {
            calls.post("registered-models/create", object().put("name", name).put("description", description));
        } catch (TrackingException e) {
            if (!TrackingException.ALREADY_EXISTS.equals(e.errorCode())) {
                throw e;
            }
        }
    }

    @Override
    public Version createVersion(String name, Run run, String folder, String description, Map<String, String> tags) {
        ObjectNode body = object();
        body.put("name", name);
        body.put("source", run.artifactUri() + "/" + folder);
        body.put("run_id", run.runId());
        body.put("description", description);
        body.set("tags", keyValues(tags));
        return version(calls.post("model-versions/create", body));
    }

    @Override
    public Version version(String name, int version) {
        return version(calls.get("model-versions/get", Map.of("name", name, "version", Integer.toString(version))));
    }

    @Override
    public Optional<Version> versionByAlias(String name, String alias) {
        try {
            return Optional.of(version(calls.get("registered-models/alias", Map.of("name", name, "alias", alias))));
        } catch (TrackingException e) {
            // MLflow answers an alias that is not set with INVALID_PARAMETER_VALUE.
            if (TrackingException.NOT_FOUND.equals(e.errorCode()) || "INVALID_PARAMETER_VALUE".equals(e.errorCode())) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static Version version(JsonNode answer) {
        JsonNode version = answer.path("model_version");
        Map<String, String> tags = new LinkedHashMap<>();
        version.path("tags")
                .forEach(tag ->
                        tags.put(tag.path("key").asText(), tag.path("value").asText()));
        return new Version(
                version.path("name").asText(),
                version.path("version").asInt(),
                version.path("source").asText(),
                version.path("run_id").asText(),
                tags);
    }

    @Override
    public void setAlias(String name, String alias, int version) {
        calls.post(
                "registered-models/alias",
                object().put("name", name).put("alias", alias).put("version", Integer.toString(version)));
    }

    @Override
    public void setVersionTags(String name, int version, Map<String, String> tags) {
        tags.forEach((key, value) -> calls.post(
                "model-versions/set-tag",
                object().put("name", name)
                        .put("version", Integer.toString(version))
                        .put("key", key)
                        .put("value", value)));
    }

    @Override
    public void download(Version version, Path target) throws IOException {
        String location = calls.get(
                        "model-versions/get-download-uri",
                        Map.of("name", version.name(), "version", Integer.toString(version.version())))
                .path("artifact_uri")
                .asText();
        String folder = ArtifactLocation.pathOf(location);
        for (JsonNode file : calls.listArtifacts(folder).path("files")) {
            if (file.path("is_dir").asBoolean()) {
                continue;
            }
            String name = file.path("path").asText();
            name = name.substring(name.lastIndexOf('/') + 1);
            if (!name.matches("[A-Za-z0-9_][A-Za-z0-9_.-]*")) {
                throw new TrackingException(
                        "folder " + location + " has a file with an unsafe name: " + name, null, null);
            }
            calls.getArtifact(folder + "/" + name, target.resolve(name));
        }
    }

    private static ArrayNode keyValues(Map<String, String> values) {
        ArrayNode array = MlflowHttp.JSON.createArrayNode();
        values.forEach((key, value) -> array.addObject().put("key", key).put("value", value));
        return array;
    }

    private static ObjectNode object() {
        return MlflowHttp.JSON.createObjectNode();
    }

    private static <T> Optional<T> unlessNotFound(Supplier<T> call) {
        try {
            return Optional.of(call.get());
        } catch (TrackingException e) {
            if (TrackingException.NOT_FOUND.equals(e.errorCode())) {
                return Optional.empty();
            }
            throw e;
        }
    }
}
