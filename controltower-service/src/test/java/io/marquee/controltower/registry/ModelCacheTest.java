package io.marquee.controltower.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.marquee.contract.id.ModelVersion;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a hostile or broken registry offers. */
class ModelCacheTest {

    private static final RegisteredVersion VERSION = new RegisteredVersion(
            new ModelVersion("personal-rating", 1), "mlflow-artifacts:/1/run/artifacts/model", "run");

    @TempDir
    Path root;

    @ParameterizedTest
    @ValueSource(strings = {"..", ".", ".hidden", "a\\\\b", "x y", "", "con:1"})
    void shouldFetchNoFileWithANameThatCouldLeaveTheFolder(String name) throws Exception {
        // Given
        HttpServer hostile =
                answering("{\"files\": [{\"path\": \"%s\", \"is_dir\": false, \"file_size\": 1}]}".formatted(name));

        // When // Then
        assertThatThrownBy(() -> fetch(hostile))
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("which is not fetched");
        assertThat(files()).isEmpty();
    }

    @Test
    void shouldTakeOnlyTheLastPartOfAPathSoThatItStaysInTheFolder() throws Exception {
        // Given
        HttpServer server =
                answering("{\"files\": [{\"path\": \"../../../../escaped\", \"is_dir\": false, \"file_size\": 1}]}");

        // When
        Path fetched = fetch(server);

        // Then
        assertThat(files())
                .containsExactly(root.relativize(fetched.resolve("escaped")).toString());
    }

    @Test
    void shouldNotFollowFoldersWithoutEnd() throws Exception {
        // Given
        HttpServer endless = answering("{\"files\": [{\"path\": \"again\", \"is_dir\": true, \"file_size\": 0}]}");

        // When // Then
        assertThatThrownBy(() -> fetch(endless))
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("folders more than 4 deep");
        assertThat(files()).isEmpty();
    }

    @Test
    void shouldNotFetchFilesWithoutEnd() throws Exception {
        // Given
        StringBuilder many = new StringBuilder();
        for (int i = 0; i < 300; i++) {
            many.append(i == 0 ? "" : ",").append("{\"path\": \"f" + i + "\", \"is_dir\": false, \"file_size\": 1}");
        }
        HttpServer crowded = answering("{\"files\": [" + many + "]}");

        // When // Then
        assertThatThrownBy(() -> fetch(crowded))
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("200 files");
        assertThat(files()).isEmpty();
    }

    private Path fetch(HttpServer server) throws Exception {
        try (MlflowClient client = new MlflowClient(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()), Duration.ofSeconds(5))) {
            return new ModelCache(root, client, 1_000_000).fetch(VERSION);
        } finally {
            server.stop(0);
        }
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> root.relativize(file).toString())
                    .toList();
        }
    }

    /** The same for every request. */
    private static HttpServer answering(String json) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                byte[] body = json.getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
            }
        });
        server.start();
        return server;
    }
}
