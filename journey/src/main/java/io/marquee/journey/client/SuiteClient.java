package io.marquee.journey.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.marquee.cli.client.HttpJson;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The calls that a user, a scheduler or an operator of the suite makes. Thread-safe. */
public final class SuiteClient {

    private final HttpJson workhorse;
    private final HttpJson controltower;
    private final HttpJson nervous;

    public SuiteClient(URI workhorse, URI controltower, URI nervous) {
        this.workhorse = new HttpJson(workhorse);
        this.controltower = new HttpJson(controltower);
        this.nervous = new HttpJson(nervous);
    }

    public HttpJson workhorse() {
        return workhorse;
    }

    public HttpJson controltower() {
        return controltower;
    }

    public HttpJson nervous() {
        return nervous;
    }

    /** Starts loading a folder; {@code source} is {@code movielens} or {@code standard}. Returns the ingestion's id. */
    public String startIngestion(String source, Path folder) {
        return workhorse
                .post(
                        "/api/v1/ingestions",
                        Map.of("source", source, "path", folder.toAbsolutePath().toString()))
                .path("ingestion_id")
                .asText();
    }

    public JsonNode ingestion(String id) {
        return workhorse.get("/api/v1/ingestions/" + encode(id));
    }

    /** Starts to take a snapshot of the catalogue. Returns the job's id. */
    public String startSnapshot(String tag) {
        return workhorse
                .post("/api/v1/snapshots", Map.of("tag", tag, "created_by", "journey"))
                .path("job_id")
                .asText();
    }

    /** Work on snapshots, and how far it is. */
    public JsonNode snapshotJob(String id) {
        return workhorse.get("/api/v1/snapshots/jobs/" + encode(id));
    }

    public JsonNode snapshot(String tag) {
        return workhorse.get("/api/v1/snapshots/" + encode(tag));
    }

    /** Builds every feature view and writes it to the online store. */
    public JsonNode refreshFeatures() {
        workhorse.post("/api/v1/features/build", Map.of());
        return workhorse.post("/api/v1/features/materialize", Map.of());
    }

    /** All feature views with the state of their rows. */
    public JsonNode featureViews() {
        return workhorse.get("/api/v1/features/views").path("views");
    }

    /** Compares what serving used for its predictions with what the newest build says of the same moments. */
    public JsonNode compareFeatures() {
        return workhorse.post("/api/v1/features/skew", Map.of());
    }

    /** Triggers a DAG and returns the run's id. */
    public String triggerDag(String dag, Map<String, Object> conf) {
        Map<String, Object> body = new HashMap<>();
        body.put("logical_date", null);
        body.put("conf", conf);
        return controltower
                .post("/api/v2/dags/" + encode(dag) + "/dagRuns", body)
                .path("dag_run_id")
                .asText();
    }

    public JsonNode dagRun(String dag, String run) {
        return controltower.get("/api/v2/dags/" + encode(dag) + "/dagRuns/" + encode(run));
    }

    public JsonNode taskInstances(String dag, String run) {
        return controltower
                .get("/api/v2/dags/" + encode(dag) + "/dagRuns/" + encode(run) + "/taskInstances")
                .path("task_instances");
    }

    /** What a finished task gave back. */
    public JsonNode taskOutput(String dag, String run, String task) {
        return controltower
                .get("/api/v2/dags/" + encode(dag) + "/dagRuns/" + encode(run) + "/taskInstances/" + encode(task)
                        + "/xcomEntries/return_value")
                .path("value");
    }

    /** The models that are being served. */
    public JsonNode servedModels() {
        return controltower.get("/api/v1/models");
    }

    public JsonNode predict(long user, List<Long> movies) {
        return controltower.post("/api/v1/predict", Map.of("user_id", user, "movie_ids", movies));
    }

    public JsonNode recommend(long user, int k) {
        return controltower.get("/api/v1/users/" + user + "/recommendations?k=" + k);
    }

    public JsonNode movieRating(long movie) {
        return controltower.get("/api/v1/movies/" + movie + "/rating");
    }

    /** A user rates a movie. Returns the id of the acknowledged event. */
    public String rate(long user, long movie, double stars) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("user_id", user);
        body.put("movie_id", movie);
        body.put("interaction_type", "rating");
        body.put("rating", stars);
        return controltower
                .post("/api/v1/events/user-interaction", body)
                .path("event_id")
                .asText();
    }

    public JsonNode drift() {
        return nervous.get("/api/v1/drift");
    }

    public JsonNode retraining() {
        return nervous.get("/api/v1/retraining");
    }

    /** The champion's version in the registry, as MLflow tells it. */
    public JsonNode champion(String model) {
        return workhorse
                .get("/api/2.0/mlflow/registered-models/alias?name=" + encode(model) + "&alias=champion")
                .path("model_version");
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
