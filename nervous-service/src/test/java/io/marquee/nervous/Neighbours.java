package io.marquee.nervous;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.marquee.contract.drift.DriftBaseline;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/**
 * The two services that nervous talks to by HTTP, as it sees them: a registry that answers as MLflow does and an orchestrator
 * that answers as Airflow does. Both can be told to be out of order.
 */
public final class Neighbours implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** A request for a DAG run as it arrived. */
    public record RunRequest(String dagId, JsonNode body) {}

    private final HttpServer server;
    private final Map<String, Integer> champions = new ConcurrentHashMap<>();
    private final Map<String, String> sources = new ConcurrentHashMap<>();
    private final Map<String, byte[]> artifacts = new ConcurrentHashMap<>();
    private final Map<String, String> runStates = new ConcurrentHashMap<>();
    private final List<RunRequest> runRequests = new CopyOnWriteArrayList<>();
    private volatile int orchestratorFailure;
    private volatile int registryFailure;

    public Neighbours() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/api/2.0/mlflow/registered-models/alias", this::alias);
        server.createContext("/api/2.0/mlflow/runs/get", this::run);
        server.createContext("/api/2.0/mlflow-artifacts/artifacts/", this::artifact);
        server.createContext("/api/v2/dags/", this::dagRuns);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    public String address() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    /** Forgets everything. */
    public void reset() {
        champions.clear();
        sources.clear();
        artifacts.clear();
        runStates.clear();
        runRequests.clear();
        orchestratorFailure = 0;
        registryFailure = 0;
    }

    /** Makes that version the champion, with the baseline in its model folder. */
    public void champion(DriftBaseline baseline, int version) {
        String folder = "1/" + baseline.runId() + "/artifacts/model";
        artifacts.put(folder + "/" + DriftBaseline.FILE_NAME, baseline.toJson());
        champion(baseline.modelName(), version, "mlflow-artifacts:/" + folder);
    }

    public void champion(String modelName, int version, String source) {
        sources.put(modelName, source);
        champions.put(modelName, version);
    }

    /** Answers every request for a run with that status; 0 means: in order again. */
    public void orchestratorFails(int status) {
        orchestratorFailure = status;
    }

    /** Answers every question to the registry with that status; 0 means: in order again. */
    public void registryFails(int status) {
        registryFailure = status;
    }

    /** Sets the state of a run; one that is not known yet becomes known. */
    public void runState(String dagRunId, String state) {
        runStates.put(dagRunId, state);
    }

    /** The requests for runs that were accepted or refused as duplicates, oldest first. */
    public List<RunRequest> runRequests() {
        return List.copyOf(runRequests);
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void alias(HttpExchange exchange) throws IOException {
        if (registryFailure != 0) {
            answer(exchange, registryFailure, "{}");
            return;
        }
        Map<String, String> query = query(exchange);
        String name = query.get("name");
        Integer version = "champion".equals(query.get("alias")) ? champions.get(name) : null;
        if (version == null) {
            answer(
                    exchange,
                    404,
                    "{\"error_code\":\"RESOURCE_DOES_NOT_EXIST\",\"message\":\"Registered model alias champion not found.\"}");
            return;
        }
        ObjectNode answer = JSON.createObjectNode();
        answer.putObject("model_version")
                .put("name", name)
                .put("version", Integer.toString(version))
                .put("creation_timestamp", 1_700_000_000_000L)
                .put("current_stage", "None")
                .put("source", sources.get(name))
                .put("run_id", "0123456789abcdef0123456789abcdef")
                .put("status", "READY")
                .putArray("aliases")
                .add("champion");
        answer(exchange, 200, answer.toString());
    }

    private void run(HttpExchange exchange) throws IOException {
        String runId = query(exchange).get("run_id");
        ObjectNode answer = JSON.createObjectNode();
        answer.putObject("run")
                .putObject("info")
                .put("run_id", runId)
                .put("artifact_uri", "mlflow-artifacts:/1/" + runId + "/artifacts");
        answer(exchange, 200, answer.toString());
    }

    private void artifact(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath().substring("/api/2.0/mlflow-artifacts/artifacts/".length());
        byte[] content = artifacts.get(path);
        if (content == null) {
            answer(exchange, 404, "{\"error_code\":\"RESOURCE_DOES_NOT_EXIST\",\"message\":\"no " + path + "\"}");
            return;
        }
        exchange.getResponseHeaders().add("Content-Type", "application/octet-stream");
        exchange.sendResponseHeaders(200, content.length);
        exchange.getResponseBody().write(content);
        exchange.close();
    }

    private void dagRuns(HttpExchange exchange) throws IOException {
        if (orchestratorFailure != 0) {
            answer(exchange, orchestratorFailure, "{\"detail\":\"out of order\"}");
            return;
        }
        String[] path = exchange.getRequestURI().getPath().split("/");
        String dagId = path[4];
        if (exchange.getRequestMethod().equals("POST")) {
            JsonNode body = JSON.readTree(exchange.getRequestBody());
            runRequests.add(new RunRequest(dagId, body));
            String dagRunId = body.get("dag_run_id").textValue();
            if (runStates.putIfAbsent(dagRunId, "queued") != null) {
                answer(exchange, 409, "{\"detail\":\"DAGRun with run id " + dagRunId + " already exists\"}");
                return;
            }
            answer(exchange, 200, dagRun(dagId, dagRunId));
            return;
        }
        String dagRunId = path[6];
        if (!runStates.containsKey(dagRunId)) {
            answer(exchange, 404, "{\"detail\":\"The DagRun with dag_id: `" + dagId + "` was not found\"}");
            return;
        }
        answer(exchange, 200, dagRun(dagId, dagRunId));
    }

    private String dagRun(String dagId, String dagRunId) {
        return JSON.createObjectNode()
                .put("dag_run_id", dagRunId)
                .put("dag_id", dagId)
                .putNull("logical_date")
                .put("run_type", "manual")
                .put("triggered_by", "rest_api")
                .put("state", runStates.get(dagRunId))
                .toString();
    }

    private static Map<String, String> query(HttpExchange exchange) {
        return Arrays.stream(exchange.getRequestURI().getRawQuery().split("&"))
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
    }

    private static void answer(HttpExchange exchange, int status, String json) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
