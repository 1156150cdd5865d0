package io.marquee.workhorse.training.mlflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.marquee.contract.problem.ProblemException;
import io.marquee.workhorse.tracking.artifact.ArtifactFiles;
import io.marquee.workhorse.tracking.experiment.ExperimentResource;
import io.marquee.workhorse.tracking.experiment.ExperimentService;
import io.marquee.workhorse.tracking.registry.AliasResource;
import io.marquee.workhorse.tracking.registry.ModelVersionResource;
import io.marquee.workhorse.tracking.registry.ModelVersionService;
import io.marquee.workhorse.tracking.registry.RegisteredModelResource;
import io.marquee.workhorse.tracking.registry.RegisteredModelService;
import io.marquee.workhorse.tracking.run.RunLogResource;
import io.marquee.workhorse.tracking.run.RunResource;
import io.marquee.workhorse.tracking.wire.MlflowException;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The tracking server of this process, called as HTTP would call it, with the same bodies, checks and transactions. */
@ApplicationScoped
class EmbeddedMlflow implements MlflowCalls {

    private final Map<String, Function<InputStream, Object>> posts;
    private final Map<String, Function<Map<String, String>, Object>> gets;
    private final ArtifactFiles artifacts;
    private final ObjectMapper json;

    EmbeddedMlflow(
            ExperimentResource experiments,
            ExperimentService experimentsById,
            RunResource runs,
            RunLogResource logs,
            RegisteredModelResource models,
            RegisteredModelService modelsByName,
            ModelVersionResource versions,
            ModelVersionService versionsByNumber,
            AliasResource aliases,
            ArtifactFiles artifacts,
            ObjectMapper json) {
        this.artifacts = artifacts;
        this.json = json;
        // Lambdas, not method references: a reference would have to see the answers' types, which are none of our
        // business.
        this.posts = Map.of(
                "experiments/create", body -> experiments.create(body),
                "runs/create", body -> runs.create(body),
                "runs/update", body -> runs.update(body),
                "runs/search", body -> runs.search(body),
                "runs/log-batch", body -> logs.logBatch(body),
                "runs/log-inputs", body -> logs.logInputs(body),
                "registered-models/create", body -> models.create(body),
                "registered-models/alias", body -> aliases.set(body),
                "model-versions/create", body -> versions.create(body),
                "model-versions/set-tag", body -> versions.setTag(body));
        this.gets = Map.of(
                "experiments/get-by-name",
                query -> Map.of("experiment", experimentsById.getByName(required(query, "experiment_name"))),
                "registered-models/get",
                query -> Map.of("registered_model", modelsByName.get(required(query, "name"))),
                "registered-models/alias",
                query -> Map.of(
                        "model_version",
                        versionsByNumber.getByAlias(required(query, "name"), required(query, "alias"))),
                "model-versions/get",
                query -> Map.of("model_version", versionsByNumber.get(required(query, "name"), version(query))),
                "model-versions/get-download-uri",
                query -> Map.of("artifact_uri", versionsByNumber.location(required(query, "name"), version(query))));
    }

    @Override
    public JsonNode post(String endpoint, ObjectNode body) {
        byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
        return answer(endpoint, () -> known(posts.get(endpoint), endpoint).apply(new ByteArrayInputStream(bytes)));
    }

    @Override
    public JsonNode get(String endpoint, Map<String, String> query) {
        return answer(endpoint, () -> known(gets.get(endpoint), endpoint).apply(query));
    }

    @Override
    public JsonNode listArtifacts(String folder) {
        return answer("artifacts", () -> {
            try {
                return Map.of("files", artifacts.list(folder));
            } catch (IOException e) {
                throw unreachable(folder, e);
            }
        });
    }

    @Override
    public void putArtifact(String path, Path file) throws IOException {
        try (InputStream bytes = Files.newInputStream(file)) {
            artifacts.put(path, bytes);
        } catch (MlflowException | ProblemException e) {
            throw refusal(path, e);
        }
    }

    @Override
    public void getArtifact(String path, Path target) throws IOException {
        try (InputStream bytes = artifacts.open(path)) {
            Files.copy(bytes, target);
        } catch (MlflowException e) {
            throw refusal(path, e);
        }
    }

    private JsonNode answer(String call, Supplier<Object> work) {
        try {
            return json.valueToTree(work.get());
        } catch (MlflowException | ProblemException e) {
            throw refusal(call, e);
        }
    }

    private static TrackingException refusal(String call, RuntimeException e) {
        String code = e instanceof MlflowException mlflow ? mlflow.code().name() : null;
        return new TrackingException(
                "tracking: " + call + (code == null ? "" : " " + code) + ": " + e.getMessage(), code, e);
    }

    private static TrackingException unreachable(String call, IOException e) {
        return new TrackingException("tracking: " + call + " failed: " + e, null, e);
    }

    private static <T> T known(@Nullable T call, String endpoint) {
        if (call == null) {
            throw new IllegalArgumentException("the trainer has no use for " + endpoint);
        }
        return call;
    }

    private static int version(Map<String, String> query) {
        return Integer.parseInt(required(query, "version"));
    }

    private static String required(Map<String, String> query, String name) {
        String value = query.get(name);
        if (value == null) {
            throw new IllegalArgumentException("the query has no " + name + ": " + query);
        }
        return value;
    }
}
