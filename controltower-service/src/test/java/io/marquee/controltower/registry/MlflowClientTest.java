package io.marquee.controltower.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marquee.contract.id.ModelVersion;
import io.marquee.controltower.testing.MlflowServer;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MlflowClientTest {

    private static final String RUN = "a".repeat(32);

    @TempDir
    Path root;

    private MlflowServer server;
    private MlflowClient client;

    @BeforeEach
    void start() throws IOException {
        server = MlflowServer.start(root);
        client = new MlflowClient(server.uri(), Duration.ofSeconds(5));
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    @Test
    void shouldReadTheVersionThatTheAliasPointsTo() throws Exception {
        // Given
        MlflowServer.setChampion(root, "personal-rating", 7, RUN);

        // When // Then
        assertThat(client.versionOf("personal-rating", "champion"))
                .contains(new RegisteredVersion(
                        new ModelVersion("personal-rating", 7),
                        "mlflow-artifacts:/1/" + RUN + "/artifacts/model",
                        RUN));
    }

    @Test
    void shouldAnswerNothingWhenThereIsNoSuchModelOrAlias() throws Exception {
        // Given
        MlflowServer.setChampion(root, "personal-rating", 7, RUN);

        // When // Then
        assertThat(client.versionOf("movie-rating", "champion")).isEmpty();
        assertThat(client.versionOf("personal-rating", "challenger")).isEmpty();
    }

    @Test
    void shouldTellAServerInTroubleFromAnAnswer() throws Exception {
        // Given
        Files.createFile(root.resolve("out-of-order"));

        // When // Then
        assertThatThrownBy(() -> client.versionOf("personal-rating", "champion"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("answered 500")
                .hasMessageContaining("out of order");
    }

    @Test
    void shouldSayWhenNobodyListens() {
        // Given
        server.close();

        // When // Then
        assertThatThrownBy(() -> client.versionOf("personal-rating", "champion"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cannot be reached");
    }

    @Test
    void shouldNotWaitForeverForAServerThatNeverAnswers() throws Exception {
        // Given
        try (ServerSocket silent = new ServerSocket(0);
                MlflowClient patient = new MlflowClient(
                        URI.create("http://127.0.0.1:" + silent.getLocalPort()), Duration.ofMillis(300))) {

            // When // Then
            assertThatThrownBy(() -> patient.versionOf("personal-rating", "champion"))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void shouldFindTheFolderOfASourceThatNamesARun() throws Exception {
        // When // Then
        assertThat(client.artifactPath(version("runs:/" + RUN + "/model"))).isEqualTo("1/" + RUN + "/artifacts/model");
        assertThat(client.artifactPath(version("mlflow-artifacts:/1/" + RUN + "/artifacts/model/")))
                .isEqualTo("1/" + RUN + "/artifacts/model");
    }

    @Test
    void shouldRefuseASourceThatTheServerDoesNotHandOut() {
        // When // Then
        assertThatThrownBy(() -> client.artifactPath(version("s3://bucket/model")))
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("personal-rating v1")
                .hasMessageContaining("s3://bucket/model");
        assertThatThrownBy(() -> client.artifactPath(version("/etc")))
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("/etc");
        assertThatThrownBy(() -> client.artifactPath(version("not a uri")))
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("not a uri");
    }

    private static RegisteredVersion version(String source) {
        return new RegisteredVersion(new ModelVersion("personal-rating", 1), source, RUN);
    }
}
