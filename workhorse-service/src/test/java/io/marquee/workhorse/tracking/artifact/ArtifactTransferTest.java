package io.marquee.workhorse.tracking.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.marquee.localstack.testing.LocalStackResource;
import io.marquee.workhorse.storage.ObjectStore;
import io.marquee.workhorse.tracking.MlflowHttp;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Parts, checksums and ends of transfers. */
@QuarkusTest
@WithTestResource(LocalStackResource.class)
class ArtifactTransferTest {

    private static final String PROXY = "/api/2.0/mlflow-artifacts/artifacts/";

    /** Of "0123456789", computed with sha256sum. */
    private static final String DIGITS_SHA256 = "84d89877f0d4041efb6bf91a16f0248f2fd573e6af05c19f96bedb9f882f7882";

    @TestHTTPResource("/")
    URI base;

    @Inject
    ObjectStore store;

    private String root;

    @BeforeEach
    void startRun() {
        MlflowHttp mlflow = new MlflowHttp(base);
        String experiment = mlflow.newExperiment();
        root = experiment + "/" + mlflow.newRun(experiment) + "/artifacts";
    }

    @Test
    void shouldSendTheRangeThatIsAskedFor() throws Exception {
        // Given
        HttpResponse<String> uploaded = send(put("f.txt", "0123456789"));

        // When
        HttpResponse<String> middle = send(get("f.txt").header("Range", "bytes=2-4"));
        HttpResponse<String> end = send(get("f.txt").header("Range", "bytes=-3"));
        HttpResponse<String> beyond = send(get("f.txt").header("Range", "bytes=10-"));
        HttpResponse<String> several = send(get("f.txt").header("Range", "bytes=0-1,4-5"));
        HttpResponse<String> head = send(get("f.txt").method("HEAD", BodyPublishers.noBody()));

        // Then
        assertThat(uploaded.headers().firstValue("etag")).contains("\"" + DIGITS_SHA256 + "\"");
        assertThat(middle.statusCode()).isEqualTo(206);
        assertThat(middle.body()).isEqualTo("234");
        assertThat(middle.headers().firstValue("content-range")).contains("bytes 2-4/10");
        assertThat(middle.headers().firstValue("content-length")).contains("3");
        assertThat(end.body()).isEqualTo("789");
        assertThat(beyond.statusCode()).isEqualTo(416);
        assertThat(beyond.headers().firstValue("content-range")).contains("bytes */10");
        assertThat(several.statusCode()).isEqualTo(200);
        assertThat(several.body()).isEqualTo("0123456789");
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.headers().firstValue("content-length")).contains("10");
        assertThat(head.headers().firstValue("x-checksum-sha256")).contains(DIGITS_SHA256);
        assertThat(head.headers().firstValue("accept-ranges")).contains("bytes");
    }

    @Test
    void shouldSendRangesByTheOldLinkToo() throws Exception {
        // Given
        send(put("f.txt", "0123456789"));
        URI link = base.resolve("/get-artifact?path=artifacts/f.txt&run_uuid=" + root.split("/")[1]);

        // When
        HttpResponse<String> middle = send(HttpRequest.newBuilder(link).header("Range", "bytes=2-4"));
        HttpResponse<String> head = send(HttpRequest.newBuilder(link).method("HEAD", BodyPublishers.noBody()));

        // Then
        assertThat(middle.statusCode()).isEqualTo(206);
        assertThat(middle.body()).isEqualTo("234");
        assertThat(head.headers().firstValue("content-length")).contains("10");
        assertThat(head.headers().firstValue("etag")).contains("\"" + DIGITS_SHA256 + "\"");
    }

    @Test
    void shouldGoOnOnlyWithTheFileThatTheClientHasSeen() throws Exception {
        // Given
        send(put("f.txt", "0123456789"));
        String seen = "\"" + DIGITS_SHA256 + "\"";

        // When
        HttpResponse<String> same =
                send(get("f.txt").header("Range", "bytes=8-").header("If-Range", seen));
        HttpResponse<String> known = send(get("f.txt").header("If-None-Match", "\"x\", " + seen));
        send(put("f.txt", "abcdefghij"));
        HttpResponse<String> other =
                send(get("f.txt").header("Range", "bytes=8-").header("If-Range", seen));

        // Then
        assertThat(same.statusCode()).isEqualTo(206);
        assertThat(same.body()).isEqualTo("89");
        assertThat(known.statusCode()).isEqualTo(304);
        assertThat(other.statusCode()).isEqualTo(200);
        assertThat(other.body()).isEqualTo("abcdefghij");
    }

    @Test
    void shouldKeepNothingOfAFileThatArrivesDamaged() throws Exception {
        // When
        HttpResponse<String> whole = send(put("good.txt", "0123456789").header("X-Checksum-Sha256", DIGITS_SHA256));
        HttpResponse<String> damaged = send(put("bad.txt", "0123456780").header("X-Checksum-Sha256", DIGITS_SHA256));
        HttpResponse<String> nonsense = send(put("bad.txt", "0123456789").header("X-Checksum-Sha256", "abc"));

        // Then
        assertThat(whole.statusCode()).isEqualTo(200);
        assertThat(damaged.statusCode()).isEqualTo(400);
        assertThat(damaged.body()).contains("arrived damaged");
        assertThat(nonsense.statusCode()).isEqualTo(400);
        assertThat(store.list("artifacts/" + root))
                .extracting(ObjectStore.Entry::key)
                .containsExactly("artifacts/" + root + "/good.txt");
    }

    @Test
    void shouldLearnTheChecksumOfAFileThatCameAnotherWay() throws Exception {
        // Given: replaced past the service, as a restore or an upload that died before it could settle does
        send(put("f.txt", "abc"));
        store.put("artifacts/" + root + "/f.txt", "0123456789".getBytes(StandardCharsets.US_ASCII));

        // When
        HttpResponse<String> first = send(get("f.txt"));
        HttpResponse<String> second = send(get("f.txt"));

        // Then
        assertThat(first.body()).isEqualTo("0123456789");
        assertThat(first.headers().firstValue("x-checksum-sha256")).contains(DIGITS_SHA256);
        assertThat(second.headers().firstValue("x-checksum-sha256")).contains(DIGITS_SHA256);
    }

    @Test
    void shouldEndAnUploadThatNeverEnds() throws Exception {
        // Given
        byte[] chunk = new byte[1 << 20];

        // When
        String answer;
        try (Socket socket = new Socket(base.getHost(), base.getPort())) {
            socket.setSoTimeout(20_000);
            OutputStream out = socket.getOutputStream();
            out.write(("PUT " + PROXY + root + "/endless HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: chunked\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            answer = sendUntilRefused(socket, chunk);
        }

        // Then
        assertThat(answer).startsWith("HTTP/1.1 413").contains("larger than the 33554432 bytes");
        assertThat(store.list("artifacts/" + root)).isEmpty();
    }

    @Test
    void shouldEndTheUploadThatFallsSilentAndNotTheOneThatIsSlow() throws Exception {
        try (Socket silent = connect();
                Socket request = connect();
                Socket slow = connect()) {
            // Given
            write(silent, "PUT " + PROXY + root + "/silent HTTP/1.1\r\nHost: test\r\nContent-Length: 1000\r\n\r\n01");
            write(
                    request,
                    "POST /api/2.0/mlflow/runs/create HTTP/1.1\r\nHost: test\r\n"
                            + "Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n{");
            write(slow, "PUT " + PROXY + root + "/slow HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: chunked\r\n\r\n");

            // When: the slow one goes on for longer than the others are waited for
            silent.setSoTimeout(60_000);
            request.setSoTimeout(60_000);
            CompletableFuture<String> silentEnd = CompletableFuture.supplyAsync(() -> end(silent));
            CompletableFuture<String> requestEnd = CompletableFuture.supplyAsync(() -> end(request));
            int sent = 0;
            while (!silentEnd.isDone() || !requestEnd.isDone()) {
                write(slow, "1\r\nx\r\n");
                sent++;
                Thread.sleep(100);
            }
            write(slow, "0\r\n\r\n");

            // Then
            assertThat(silentEnd.get()).isIn("", "HTTP/1.1 400");
            assertThat(requestEnd.get()).isIn("", "HTTP/1.1 400");
            assertThat(end(slow)).isEqualTo("HTTP/1.1 200");
            assertThat(store.list("artifacts/" + root))
                    .extracting(ObjectStore.Entry::key, ObjectStore.Entry::size)
                    .containsExactly(tuple("artifacts/" + root + "/slow", (long) sent));
        }
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(base.getHost(), base.getPort());
        socket.setSoTimeout(30_000);
        return socket;
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
    }

    /** The beginning of the answer; empty when the service hangs up without a word. */
    private static String end(Socket socket) {
        try {
            return new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sendUntilRefused(Socket socket, byte[] chunk) throws IOException {
        InputStream in = socket.getInputStream();
        OutputStream out = socket.getOutputStream();
        for (int sent = 0; sent < 200 && in.available() == 0; sent++) {
            try {
                out.write((Integer.toHexString(chunk.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
                out.write(chunk);
                out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
            } catch (IOException e) {
                // The server has hung up after its answer.
                break;
            }
        }
        byte[] answer = new byte[2_000];
        int length = in.read(answer);
        return new String(answer, 0, Math.max(0, length), StandardCharsets.UTF_8);
    }

    private HttpRequest.Builder get(String name) {
        return HttpRequest.newBuilder(base.resolve(PROXY + root + "/" + name));
    }

    private HttpRequest.Builder put(String name, String content) {
        return get(name).PUT(BodyPublishers.ofString(content));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request.build(), BodyHandlers.ofString());
        }
    }
}
