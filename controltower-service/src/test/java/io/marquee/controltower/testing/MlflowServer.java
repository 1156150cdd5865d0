package io.marquee.controltower.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.marquee.runtime.ModelFolderWriter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/**
 * The few MLflow reads that serving makes, over a folder: {@code aliases/<model>} holds version and run, and
 * {@code artifacts/…} is what the artefact proxy hands out. All state is in that folder, so that a test can change it
 * wherever the server runs. A file {@code out-of-order} in it makes every answer a 500.
 */
public final class MlflowServer implements AutoCloseable {

    private final Path root;
    private final HttpServer http;

    private MlflowServer(Path root, HttpServer http) {
        this.root = root;
        this.http = http;
    }

    public static MlflowServer start(Path root) throws IOException {
        Files.createDirectories(root.resolve("aliases"));
        Files.createDirectories(root.resolve("artifacts"));
        HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        MlflowServer server = new MlflowServer(root, http);
        http.createContext("/", server::handle);
        http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        http.start();
        return server;
    }

    public URI uri() {
        return URI.create("http://127.0.0.1:" + http.getAddress().getPort());
    }

    /** Writes a model folder as the artefacts of a run; answers the folder. */
    public static Path publish(Path root, String runId, ModelFolderWriter model) throws IOException {
        Path folder = modelFolder(root, runId);
        Files.createDirectories(folder.getParent());
        model.writeTo(folder);
        return folder;
    }

    public static Path modelFolder(Path root, String runId) {
        return root.resolve("artifacts/1").resolve(runId).resolve("artifacts/model");
    }

    /** Points the alias champion of a model to a version made by that run. */
    public static void setChampion(Path root, String model, int version, String runId) throws IOException {
        Path alias = root.resolve("aliases").resolve(model);
        Path next = alias.resolveSibling("." + model);
        Files.writeString(next, version + " " + runId);
        Files.move(next, alias, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            if (Files.exists(root.resolve("out-of-order"))) {
                answer(exchange, 500, "{\"error_code\": \"INTERNAL_ERROR\", \"message\": \"out of order\"}");
            } else if (path.equals("/api/2.0/mlflow/registered-models/alias")) {
                alias(exchange);
            } else if (path.equals("/api/2.0/mlflow-artifacts/artifacts")) {
                list(exchange);
            } else if (path.startsWith("/api/2.0/mlflow-artifacts/artifacts/")) {
                download(exchange, path.substring("/api/2.0/mlflow-artifacts/artifacts/".length()));
            } else if (path.equals("/api/2.0/mlflow/runs/get")) {
                String runId = parameter(exchange, "run_id");
                answer(exchange, 200, """
                        {"run": {"info": {"run_id": "%s", "artifact_uri": "mlflow-artifacts:/1/%s/artifacts"}}}""".formatted(runId, runId));
            } else {
                answer(exchange, 404, "{\"error_code\": \"ENDPOINT_NOT_FOUND\", \"message\": \"no such path\"}");
            }
        }
    }

    private void alias(HttpExchange exchange) throws IOException {
        String model = parameter(exchange, "name");
        Path alias = root.resolve("aliases").resolve(model);
        if (!parameter(exchange, "alias").equals("champion") || !Files.exists(alias)) {
            answer(exchange, 404, "{\"error_code\": \"RESOURCE_DOES_NOT_EXIST\", \"message\": \"no alias\"}");
            return;
        }
        String[] champion = Files.readString(alias).split(" ");
        String source = champion.length > 2 ? champion[2] : "mlflow-artifacts:/1/" + champion[1] + "/artifacts/model";
        answer(exchange, 200, """
                {"model_version": {"name": "%s", "version": "%s", "run_id": "%s", "source": "%s", "status": "READY",
                 "current_stage": "None", "aliases": ["champion"]}}""".formatted(model, champion[0], champion[1], source));
    }

    private void list(HttpExchange exchange) throws IOException {
        Path folder = root.resolve("artifacts").resolve(parameter(exchange, "path"));
        List<String> files = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (Stream<Path> entries = Files.list(folder)) {
                for (Path entry : entries.toList()) {
                    files.add("{\"path\": \"%s\", \"is_dir\": %s, \"file_size\": %d}"
                            .formatted(entry.getFileName(), Files.isDirectory(entry), Files.size(entry)));
                }
            }
        }
        answer(exchange, 200, "{\"files\": [" + String.join(", ", files) + "]}");
    }

    private void download(HttpExchange exchange, String path) throws IOException {
        Path file = root.resolve("artifacts").resolve(path);
        if (!Files.isRegularFile(file)) {
            answer(exchange, 404, "{\"error_code\": \"RESOURCE_DOES_NOT_EXIST\", \"message\": \"no artefact\"}");
            return;
        }
        byte[] content = Files.readAllBytes(file);
        exchange.sendResponseHeaders(200, content.length == 0 ? -1 : content.length);
        exchange.getResponseBody().write(content);
    }

    private static void answer(HttpExchange exchange, int status, String json) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    private static String parameter(HttpExchange exchange, String name) {
        for (String pair : exchange.getRequestURI().getRawQuery().split("&")) {
            if (pair.startsWith(name + "=")) {
                return URLDecoder.decode(pair.substring(name.length() + 1), StandardCharsets.UTF_8);
            }
        }
        return "";
    }

    @Override
    public void close() {
        http.stop(0);
    }
}
