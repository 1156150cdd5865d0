package io.marquee.workhorse.tracking.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marquee.localstack.testing.LocalStackResource;
import io.marquee.workhorse.storage.FileObjectStore;
import io.marquee.workhorse.tracking.MlflowHttp;
import io.marquee.workhorse.tracking.run.RunRepository;
import io.marquee.workhorse.tracking.wire.MlflowException;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Symbolic links that somebody put into the folder of a file store. */
@QuarkusTest
@WithTestResource(LocalStackResource.class)
class LinkedFolderTest {

    @TestHTTPResource("/")
    URI base;

    @Inject
    RunRepository runs;

    @Inject
    ArtifactLedger ledger;

    @Inject
    ArtifactConfig config;

    @TempDir
    Path temporary;

    @Test
    void shouldReadAndWriteNothingBehindALink() throws Exception {
        // Given
        MlflowHttp mlflow = new MlflowHttp(base);
        String experiment = mlflow.newExperiment();
        String root = experiment + "/" + mlflow.newRun(experiment) + "/artifacts";
        Path outside = Files.createDirectory(temporary.resolve("outside"));
        Path secret = Files.writeString(outside.resolve("secret"), "secret");
        Path folder = Files.createDirectories(temporary.resolve("store/artifacts/" + root));
        Files.createSymbolicLink(folder.resolve("dir"), outside);
        Files.createSymbolicLink(folder.resolve("file"), secret);
        FileObjectStore files = new FileObjectStore(temporary.resolve("store"));
        ArtifactService artifacts = new ArtifactService(files, runs, ledger, new ArtifactIntake(files, config), config);

        // When, Then
        RunFolder.Place behind = RunFolder.place(root + "/dir/secret");
        assertThat(status(() -> artifacts.find(behind))).isEqualTo(404);
        assertThat(status(() -> artifacts.find(RunFolder.place(root + "/file"))))
                .isEqualTo(404);
        assertThat(status(() -> artifacts.upload(behind, new ByteArrayInputStream(new byte[1]), null)))
                .isEqualTo(403);
        assertThat(status(() -> artifacts.delete(behind))).isEqualTo(403);
        assertThat(artifacts.list(RunFolder.place(root))).isEmpty();
        assertThat(artifacts.list(RunFolder.place(root + "/dir"))).isEmpty();
        assertThat(secret).hasContent("secret");
        try (var left = Files.list(outside)) {
            assertThat(left).containsExactly(secret);
        }
    }

    private static int status(ThrowingCallable call) {
        int[] status = new int[1];
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        MlflowException.class, e -> status[0] = e.code().status());
        return status[0];
    }
}
