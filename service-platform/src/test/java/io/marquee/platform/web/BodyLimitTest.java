package io.marquee.platform.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.marquee.localstack.testing.LocalStackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies that are too large, that never end or never come, byte by byte over sockets. */
@QuarkusTest
@QuarkusTestResource(
        value = LocalStackResource.class,
        initArgs = @ResourceArg(name = "parts", value = "postgres,kafka"))
class BodyLimitTest {

    private static final String TOO_LARGE = "The body is larger than the 65536 bytes that are allowed.";

    @TestHTTPResource("/")
    URI base;

    @Test
    void shouldRefuseABodyAsSoonAsItsLengthIsAnnounced() throws IOException {
        // When: nothing of the body is ever sent
        String answer = answer(head("Content-Length: 65537"));

        // Then
        assertThat(answer)
                .startsWith("HTTP/1.1 413 ")
                .containsIgnoringCase("content-type: application/problem+json")
                .contains("/problems/too-large")
                .contains(TOO_LARGE);
    }

    @Test
    void shouldRefuseABodyThatGrowsTooLargeWithoutSayingSo() throws IOException {
        // When
        String answer =
                answer(head("Transfer-Encoding: chunked"), chunk("{" + " ".repeat(40_000)), chunk(" ".repeat(40_000)));

        // Then
        assertThat(answer).startsWith("HTTP/1.1 413 ").contains(TOO_LARGE);
    }

    @Test
    void shouldTakeABodyOfJustTheAllowedSize() throws IOException {
        // Given
        String json = "{\"userId\": 1, \"movieIds\": []}";
        String body = json + " ".repeat(65_536 - json.length());

        // When
        String announced = answer(head("Content-Length: 65536"), body);
        String chunked = answer(head("Transfer-Encoding: chunked"), chunk(body), "0\r\n\r\n");

        // Then
        assertThat(announced).startsWith("HTTP/1.1 200 ").endsWith("{\"userId\":1,\"movieIds\":[],\"rating\":null}");
        assertThat(chunked).startsWith("HTTP/1.1 200 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/sample", "/nowhere"})
    void shouldHangUpOnWhoGoesOnSendingAfterTheAnswer(String path) throws IOException {
        // Given: JSON that is wrong from its first letter on, or a path that nobody reads from
        try (Socket socket = connect()) {
            OutputStream out = socket.getOutputStream();
            write(out, head("Transfer-Encoding: chunked").replace("/sample", path));
            String chunk = chunk("x".repeat(100_000));

            // When, Then: it takes a while, so that clients who only read at the end see the answer
            assertThatThrownBy(() -> {
                        for (int sent = 0; sent < 100_000; sent++) {
                            write(out, chunk);
                        }
                    })
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void shouldHangUpOnWhoFallsSilentInTheMidstOfABody() throws IOException {
        // When
        String answer = answer(head("Content-Length: 100"), "{\"userId\"");

        // Then: nothing can be said any more on a connection that is broken
        assertThat(answer).doesNotStartWith("HTTP/1.1 200");
    }

    @Test
    void shouldEndABodyThatDrips() throws IOException {
        // Given
        try (Socket socket = connect()) {
            OutputStream out = socket.getOutputStream();
            write(out, head("Transfer-Encoding: chunked"));

            // When: never silent for long, never done
            await().atMost(Duration.ofSeconds(30))
                    .pollInterval(Duration.ofMillis(200))
                    .until(() -> {
                        write(out, chunk(" "));
                        return socket.getInputStream().available() > 0;
                    });

            // Then
            byte[] answer = new byte[2_000];
            int length = socket.getInputStream().read(answer);
            assertThat(new String(answer, 0, length, StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 408 ")
                    .contains("The body did not arrive within the 2 s that are allowed.");
        }
    }

    private static String head(String header) {
        return "POST /sample HTTP/1.1\r\nHost: test\r\nConnection: close\r\nContent-Type: application/json\r\n" + header
                + "\r\n\r\n";
    }

    private static String chunk(String content) {
        return Integer.toHexString(content.length()) + "\r\n" + content + "\r\n";
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(base.getHost(), base.getPort());
        socket.setSoTimeout(30_000);
        return socket;
    }

    /** Sends all of it and reads until the service hangs up. */
    private String answer(String... sent) throws IOException {
        try (Socket socket = connect()) {
            for (String piece : sent) {
                write(socket.getOutputStream(), piece);
            }
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }
}
