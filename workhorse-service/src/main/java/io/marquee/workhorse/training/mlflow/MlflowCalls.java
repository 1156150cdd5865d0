package io.marquee.workhorse.training.mlflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** MLflow's API 2.0, wherever it is: behind HTTP or in this very process. Refusals are {@link TrackingException}s. */
interface MlflowCalls {

    /**
     * Calls an endpoint that changes or searches something.
     *
     * @param endpoint for example {@code runs/create}
     */
    JsonNode post(String endpoint, ObjectNode body);

    /** Calls an endpoint that looks something up. */
    JsonNode get(String endpoint, Map<String, String> query);

    /** What is directly in a folder of artefacts: {@code files} with paths relative to it. */
    JsonNode listArtifacts(String folder);

    /** Stores a file at the artefact proxy's path. */
    void putArtifact(String path, Path file) throws IOException;

    /** Fetches the file at the artefact proxy's path. */
    void getArtifact(String path, Path target) throws IOException;
}
