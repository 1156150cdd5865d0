package io.marquee.workhorse.tracking.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.vertx.core.Vertx;
import io.vertx.core.net.PfxOptions;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Over TLS, against a receiver whose certificate is made out to {@code receiver.example.org}. */
class PinnedHttpTest {

    private static final String PASSWORD = "password";
    private static final Vertx VERTX = Vertx.vertx();

    @TempDir
    static Path folder;

    private HttpsServer server;

    @BeforeAll
    static void makeACertificate() throws IOException, InterruptedException {
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-alias",
                        "receiver",
                        "-dname",
                        "CN=receiver.example.org",
                        "-ext",
                        "san=dns:receiver.example.org",
                        "-storepass",
                        PASSWORD,
                        "-keystore",
                        keys().toString())
                .inheritIO()
                .start();
        assertThat(keytool.waitFor()).isZero();
    }

    @AfterAll
    static void close() {
        VERTX.close().toCompletionStage().toCompletableFuture().join();
    }

    @BeforeEach
    void startReceiver() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keys())) {
            store.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(store, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.createContext("/", exchange -> {
            byte[] answer = (exchange.getRequestHeaders().getFirst("Host") + " "
                            + new String(exchange.getRequestBody().readAllBytes(), UTF_8))
                    .repeat(exchange.getRequestURI().getPath().equals("/long") ? 1_000 : 1)
                    .getBytes(UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stopReceiver() {
        server.stop(0);
    }

    @Test
    void shouldSpeakToTheJudgedAddressUnderTheNameOfTheUrl() throws IOException {
        // When
        PinnedHttp.Answer answer = post("receiver.example.org", "/", trust());

        // Then
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("receiver.example.org:" + port() + " {}");
    }

    @Test
    void shouldNotSpeakToAReceiverOfAnotherName() {
        assertThatThrownBy(() -> post("other.example.org", "/", trust()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("other.example.org");
    }

    @Test
    void shouldNotSpeakToAReceiverWhomNobodyVouchesFor() {
        assertThatThrownBy(() -> post("receiver.example.org", "/", null)).isInstanceOf(IOException.class);
    }

    @Test
    void shouldReadNoMoreThanIsShown() throws IOException {
        // When
        PinnedHttp.Answer answer = post("receiver.example.org", "/long", trust());

        // Then
        assertThat(answer.body()).hasSize(4_096).startsWith("receiver.example.org:" + port() + " {}");
    }

    @Test
    void shouldRefuseAHeaderThatBreaksTheLine() {
        assertThatThrownBy(() -> new PinnedHttp(VERTX, Duration.ofSeconds(5), trust())
                        .post(
                                URI.create("https://receiver.example.org:" + port()),
                                InetAddress.getLoopbackAddress(),
                                Map.of("X-Name", "a\r\nX-Other: b"),
                                new byte[0]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private PinnedHttp.Answer post(String host, String path, @Nullable PfxOptions trust) throws IOException {
        return new PinnedHttp(VERTX, Duration.ofSeconds(5), trust)
                .post(
                        URI.create("https://" + host + ":" + port() + path),
                        InetAddress.getLoopbackAddress(),
                        Map.of("Content-Type", "application/json"),
                        "{}".getBytes(UTF_8));
    }

    private int port() {
        return server.getAddress().getPort();
    }

    private static Path keys() {
        return folder.resolve("keys.p12");
    }

    private static PfxOptions trust() {
        return new PfxOptions().setPath(keys().toString()).setPassword(PASSWORD);
    }
}
