package io.marquee.journey.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.marquee.cli.client.HttpJson;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

/** Uploads of artefacts that are interrupted: a reader sees a file as it was or as it is to be, with the checksum it has. */
final class UploadDrill {

    private static final int SIZE = 24 << 20;
    private static final int STEP = 1 << 20;
    private static final int STEP_MILLIS = 20;

    /** What interrupts an upload. */
    interface Trouble {
        void make() throws Exception;
    }

    private final URI service;
    private final HttpJson workhorse;
    private final Random random;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    UploadDrill(URI service, HttpJson workhorse, Random random) {
        this.service = service;
        this.workhorse = workhorse;
        this.random = random;
    }

    void run(Trouble trouble) throws Exception {
        // Given: a file to be replaced, and one to be made
        String experiment = workhorse
                .post("/api/2.0/mlflow/experiments/create", Map.of("name", "uploads " + random.nextLong()))
                .path("experiment_id")
                .asText();
        String run = workhorse
                .post("/api/2.0/mlflow/runs/create", Map.of("experiment_id", experiment))
                .at("/run/info/run_id")
                .asText();
        String folder = "/api/2.0/mlflow-artifacts/artifacts/" + experiment + "/" + run + "/artifacts/";
        byte[] before = "as it was".getBytes(StandardCharsets.UTF_8);
        byte[] after = new byte[SIZE];
        random.nextBytes(after);
        assertThat(put(folder + "old", before).join().statusCode()).isEqualTo(200);

        // When
        CompletableFuture<HttpResponse<String>> replacing = put(folder + "old", after);
        CompletableFuture<HttpResponse<String>> making = put(folder + "new", after);
        Thread.sleep(random.nextInt(STEP_MILLIS * SIZE / STEP));
        trouble.make();
        boolean replaced = succeeded(replacing);
        boolean made = succeeded(making);

        // Then
        HttpResponse<byte[]> old = get(folder + "old");
        assertThat(old.statusCode()).isEqualTo(200);
        assertThat(old.body()).isIn(replaced ? new byte[][] {after} : new byte[][] {before, after});
        assertThat(old.headers().firstValue("x-checksum-sha256")).contains(sha256(old.body()));
        HttpResponse<byte[]> fresh = get(folder + "new");
        if (made || fresh.statusCode() == 200) {
            assertThat(fresh.body()).isEqualTo(after);
        } else {
            assertThat(fresh.statusCode()).isEqualTo(404);
        }
        JsonNode listed = workhorse.get("/api/2.0/mlflow/artifacts/list?run_id=" + run);
        assertThat(listed.path("files")).hasSize(fresh.statusCode() == 200 ? 2 : 1);
        assertThat(put(folder + "new", after).join().statusCode()).isEqualTo(200);
        assertThat(get(folder + "new").headers().firstValue("x-checksum-sha256"))
                .contains(sha256(after));
    }

    private static boolean succeeded(CompletableFuture<HttpResponse<String>> upload) {
        return upload.handle((answer, failure) -> failure == null && answer.statusCode() == 200)
                .join();
    }

    private CompletableFuture<HttpResponse<String>> put(String path, byte[] content) {
        HttpRequest request = HttpRequest.newBuilder(service.resolve(path))
                .PUT(BodyPublishers.ofInputStream(() -> new Slow(content)))
                .build();
        return http.sendAsync(request, BodyHandlers.ofString());
    }

    private HttpResponse<byte[]> get(String path) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(service.resolve(path)).build(), BodyHandlers.ofByteArray());
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Gives a megabyte out every twenty milliseconds. */
    private static final class Slow extends InputStream {

        private final ByteArrayInputStream content;
        private int given;

        Slow(byte[] content) {
            this.content = new ByteArrayInputStream(content);
        }

        @Override
        public int read() {
            throw new UncheckedIOException(new IOException("read by blocks"));
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int read = content.read(buffer, offset, length);
            given += Math.max(0, read);
            if (given >= STEP) {
                given -= STEP;
                try {
                    Thread.sleep(STEP_MILLIS);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new IOException(e);
                }
            }
            return read;
        }
    }
}
