package io.marquee.workhorse.tracking.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.marquee.workhorse.tracking.webhook.DeliverySender.Outcome;
import io.marquee.workhorse.tracking.webhook.DeliverySender.Target;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What goes over the wire to a receiver, and what does not. */
class DeliverySenderTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final String ID = "d1b6b3a0-7f4e-4f0e-9a53-0b6a2f1c9e11";
    private static final SecretBox BOX =
            new SecretBox("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=", new SecureRandom());

    private static final Vertx VERTX = Vertx.vertx();

    @AfterAll
    static void close() {
        VERTX.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void shouldSendASignedDelivery() throws IOException {
        // Given
        try (Receiver receiver = Receiver.start(request -> 200)) {
            Target target =
                    new Target("w", receiver.uri("/hook?a=b").toString(), Webhook.Kind.HTTP, BOX.close("w", "whsec é"));

            // When
            Outcome outcome = sender(InetAddress::getAllByName, receiver, Duration.ofSeconds(5))
                    .send(target, ID, "{\"entity\":\"model_version\",\"action\":\"created\"}");

            // Then: the signature is OpenSSL's, see SignatureTest
            assertThat(outcome).isEqualTo(new Outcome.Answered(200, "answer 200", null));
            assertThat(receiver.requests())
                    .containsExactly(new Receiver.Received(
                            "POST",
                            "/hook?a=b",
                            Map.of(
                                    "connection", "close",
                                    "content-length", "45",
                                    "content-type", "application/json",
                                    "host", "127.0.0.7:" + receiver.port(),
                                    "user-agent", "marquee",
                                    "x-mlflow-delivery-id", ID,
                                    "x-mlflow-signature", "v1,nXUmYXQi/TlwErDM2Vy54XxY4N8YSXaTqxN9QyUPAT4=",
                                    "x-mlflow-timestamp", "1767225600"),
                            "{\"entity\":\"model_version\",\"action\":\"created\"}"));
        }
    }

    @Test
    void shouldTellGithubOfAPromotion() throws IOException {
        // Given
        try (Receiver github = Receiver.start(request -> 204)) {
            String url = github.uri("/api/repos/acme/movies/dispatches").toString();
            Map<String, @Nullable Object> data = new LinkedHashMap<>();
            data.put("name", "personal-rating");
            data.put("version", "3");
            data.put("stage", "Production");

            // When
            Outcome outcome = sender(InetAddress::getAllByName, github, Duration.ofSeconds(5))
                    .send(
                            new Target("w", url, Webhook.Kind.GITHUB_DISPATCH, null),
                            ID,
                            DeliveryBody.githubDispatch(
                                    "model-promoted", WebhookEvent.MODEL_VERSION_STAGE_TRANSITIONED, NOW, data));

            // Then
            assertThat(outcome).isInstanceOf(Outcome.Answered.class);
            assertThat(github.requests())
                    .containsExactly(new Receiver.Received(
                            "POST",
                            "/api/repos/acme/movies/dispatches",
                            Map.of(
                                    "accept", "application/vnd.github+json",
                                    "authorization", "Bearer gh-token",
                                    "connection", "close",
                                    "content-length", "200",
                                    "content-type", "application/json",
                                    "host", "127.0.0.7:" + github.port(),
                                    "user-agent", "marquee",
                                    "x-github-api-version", "2022-11-28"),
                            "{\"event_type\":\"model-promoted\",\"client_payload\":{"
                                    + "\"event\":\"model_version_stage.transitioned\","
                                    + "\"timestamp\":\"2026-01-01T00:00:00.000000+00:00\","
                                    + "\"name\":\"personal-rating\",\"version\":\"3\",\"stage\":\"Production\"}}"));
        }
    }

    @Test
    void shouldSendTheTokenNowhereElse() throws IOException {
        // Given
        try (Receiver receiver = Receiver.start(request -> 200)) {
            for (String path : List.of(
                    "/repos/acme/movies/dispatches",
                    "/api/repos/acme/dispatches",
                    "/api/repos/../movies/dispatches",
                    "/api/repos/acme/movies/dispatches/x",
                    "/apix/repos/a/b/dispatches")) {
                // When
                Outcome outcome = sender(InetAddress::getAllByName, receiver, Duration.ofSeconds(5))
                        .send(
                                new Target("w", receiver.uri(path).toString(), Webhook.Kind.GITHUB_DISPATCH, null),
                                ID,
                                "{}");

                // Then
                assertThat(outcome).as(path).isInstanceOf(Outcome.Refused.class);
                assertThat(outcome.toString()).doesNotContain("gh-token");
            }
            assertThat(receiver.requests()).isEmpty();
        }
    }

    @Test
    void shouldRefuseATokenThatBreaksTheLineWithoutRepeatingIt() throws IOException {
        // Given
        try (Receiver github = Receiver.start(request -> 204)) {
            DeliverySender sender = new DeliverySender(
                    new AddressPolicy(Set.of("http"), List.of(Network.parse("127.0.0.7")), InetAddress::getAllByName),
                    new GithubRepositories(github.uri("/api"), Optional.of("gh-\r\ntoken")),
                    Optional.of(BOX),
                    new PinnedHttp(VERTX, Duration.ofSeconds(5), null),
                    Clock.fixed(NOW, ZoneOffset.UTC));

            // When
            Outcome outcome = sender.send(
                    new Target(
                            "w",
                            github.uri("/api/repos/acme/movies/dispatches").toString(),
                            Webhook.Kind.GITHUB_DISPATCH,
                            null),
                    ID,
                    "{}");

            // Then
            assertThat(outcome)
                    .isEqualTo(new Outcome.Refused(
                            "a header has a character that headers cannot have, look at the token"));
            assertThat(github.requests()).isEmpty();
        }
    }

    @Test
    void shouldNotFollowARedirect() throws IOException {
        // Given
        try (Receiver receiver = Receiver.start(request -> 307)) {
            // When
            Outcome outcome = send(receiver, InetAddress::getAllByName);

            // Then
            assertThat(outcome).isEqualTo(new Outcome.Answered(307, "answer 307", null));
            assertThat(receiver.requests()).hasSize(1);
        }
    }

    @Test
    void shouldConnectToTheAddressThatWasJudgedUnderTheNameInTheUrl() throws IOException {
        // Given
        try (Receiver receiver = Receiver.start(request -> 200)) {
            int[] lookUps = {0};
            DeliverySender sender = sender(
                    host -> {
                        // A second look-up would lead to a port of this machine that is not allowed.
                        String address = lookUps[0]++ == 0 ? "127.0.0.7" : "127.0.0.1";
                        return new InetAddress[] {InetAddress.ofLiteral(address)};
                    },
                    receiver,
                    Duration.ofSeconds(5));
            Target target =
                    new Target("w", "http://rebind.example.org:" + receiver.port() + "/", Webhook.Kind.HTTP, null);

            // When
            Outcome first = sender.send(target, ID, "{}");
            Outcome second = sender.send(target, ID, "{}");

            // Then
            assertThat(first).isInstanceOf(Outcome.Answered.class);
            assertThat(second).isInstanceOf(Outcome.Refused.class);
            assertThat(lookUps[0]).isEqualTo(2);
            assertThat(receiver.requests()).singleElement().satisfies(request -> assertThat(request.headers())
                    .containsEntry("host", "rebind.example.org:" + receiver.port()));
        }
    }

    @Test
    void shouldEndAReceiverThatNeverEndsItsAnswer() throws Exception {
        // Given: a byte every fiftieth of a second, for ever
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.7"))) {
            Thread.ofVirtual().start(() -> drip(server));
            DeliverySender sender = sender(InetAddress::getAllByName, null, Duration.ofMillis(300));

            // When
            Outcome outcome = sender.send(
                    new Target("w", "http://127.0.0.7:" + server.getLocalPort() + "/", Webhook.Kind.HTTP, null),
                    ID,
                    "{}");

            // Then
            assertThat(outcome).isInstanceOf(Outcome.Unreachable.class);
        }
    }

    @Test
    void shouldSayWhyAReceiverCannotBeReached() throws IOException {
        // Given
        Receiver receiver = Receiver.start(request -> 200);
        receiver.close();

        // When, Then
        assertThat(send(receiver, InetAddress::getAllByName)).isInstanceOf(Outcome.Unreachable.class);
    }

    private static void drip(ServerSocket server) {
        try (Socket socket = server.accept();
                InputStream in = socket.getInputStream()) {
            while (in.available() >= 0) {
                socket.getOutputStream().write('H');
                Thread.sleep(20);
            }
        } catch (IOException e) {
            // The sender has hung up, as it should.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Outcome send(Receiver receiver, AddressPolicy.Resolver resolver) {
        return sender(resolver, receiver, Duration.ofSeconds(5))
                .send(new Target("w", receiver.uri("/").toString(), Webhook.Kind.HTTP, null), ID, "{}");
    }

    private static DeliverySender sender(AddressPolicy.Resolver resolver, @Nullable Receiver github, Duration timeout) {
        return new DeliverySender(
                new AddressPolicy(Set.of("http"), List.of(Network.parse("127.0.0.7")), resolver),
                new GithubRepositories(
                        github == null ? URI.create("https://api.github.com") : github.uri("/api"),
                        Optional.of("gh-token")),
                Optional.of(BOX),
                new PinnedHttp(VERTX, timeout, null),
                Clock.fixed(NOW, ZoneOffset.UTC));
    }
}
