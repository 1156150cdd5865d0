package io.marquee.workhorse.tracking.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.marquee.localstack.testing.LocalStackResource;
import io.marquee.workhorse.storage.ObjectStore;
import io.marquee.workhorse.storage.ObjectStore.Unfinished;
import io.marquee.workhorse.storage.PresignedUploads;
import io.marquee.workhorse.tracking.MlflowHttp;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What uploads leave that were killed is told from what is under way. */
@QuarkusTest
@WithTestResource(LocalStackResource.class)
class UploadLeftoversTest {

    private static final Duration AGE = Duration.ofHours(24);

    @TestHTTPResource("/")
    URI base;

    @Inject
    ObjectStore store;

    @Inject
    UploadTable uploads;

    @Inject
    ArtifactLedger ledger;

    @Test
    void shouldTakeKilledUploadsThatAreOldAndLeaveThoseOnRecord() throws Exception {
        // Given: an upload whose process died before it was on record, with a part
        String key = "artifacts/killed/" + UUID.randomUUID();
        PresignedUploads presigned = store.presignedUploads().orElseThrow();
        String killed = presigned.begin(key);
        put(presigned.partAddress(key, killed, 1, Duration.ofMinutes(5)), new byte[1_000]);
        // and a part that came through the service just when its upload was given up
        String part = MultipartUploads.FOLDER + UUID.randomUUID().toString().replace("-", "") + "/00001";
        store.put(part, new byte[50]);
        // and an upload that is on record
        MlflowHttp mlflow = new MlflowHttp(base);
        String experiment = mlflow.newExperiment();
        String root = experiment + "/" + mlflow.newRun(experiment) + "/artifacts";
        JsonNode recorded = mlflow.send(
                        "POST",
                        "/api/2.0/mlflow-artifacts/mpu/create/" + root + "/model",
                        BodyPublishers.ofString("{\"path\": \"model\", \"num_parts\": 1}"))
                .json();
        put(URI.create(recorded.at("/credentials/0/url").asText()), new byte[7]);

        // When
        UploadLeftovers.Found now = leftovers(Duration.ZERO).find(AGE);
        UploadLeftovers.Found tomorrow = leftovers(AGE.plusMinutes(5)).find(AGE);
        leftovers(Duration.ZERO).remove(tomorrow);

        // Then
        assertThat(now.writes()).extracting(Unfinished::id).doesNotContain(killed);
        assertThat(now.parts()).contains(part);
        assertThat(tomorrow.writes())
                .extracting(Unfinished::key)
                .contains(key)
                .noneMatch(other -> other.startsWith("artifacts/" + root));
        assertThat(tomorrow.writes())
                .filteredOn(write -> write.id().equals(killed))
                .extracting(Unfinished::bytes)
                .containsExactly(1_000L);
        assertThat(tomorrow.bytes()).isGreaterThanOrEqualTo(1_050);
        assertThat(tomorrow.count()).isGreaterThanOrEqualTo(2);
        assertThat(store.exists(part)).isFalse();
        assertThat(store.unfinished())
                .extracting(Unfinished::key)
                .doesNotContain(key)
                .contains("artifacts/" + root + "/model/model");
        // The one on record can still come to its end.
        MlflowHttp.Answer aborted = mlflow.send(
                "POST",
                "/api/2.0/mlflow-artifacts/mpu/abort/" + root + "/model",
                BodyPublishers.ofString("{\"path\": \"model\", \"upload_id\": \""
                        + recorded.get("upload_id").asText() + "\"}"));
        assertThat(aborted.status()).isEqualTo(200);
    }

    @Test
    void shouldForgetFilesOfRunsThatAreGone() {
        // Given
        MlflowHttp mlflow = new MlflowHttp(base);
        String experiment = mlflow.newExperiment();
        String there = "artifacts/" + experiment + "/" + mlflow.newRun(experiment) + "/artifacts/a";
        String gone = "artifacts/" + experiment + "/" + "0".repeat(32) + "/artifacts/a";
        List.of(there, gone).forEach(ledger::take);

        // When
        leftovers(Duration.ZERO).forgetFilesOfNoRun();

        // Then
        assertThat(ledger.find(there)).isPresent();
        assertThat(ledger.find(gone)).isEmpty();
    }

    private UploadLeftovers leftovers(Duration later) {
        return new UploadLeftovers(store, uploads, ledger, Clock.offset(Clock.systemUTC(), later));
    }

    private static void put(URI address, byte[] bytes) throws IOException, InterruptedException {
        int status = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(address)
                                .PUT(BodyPublishers.ofByteArray(bytes))
                                .build(),
                        BodyHandlers.discarding())
                .statusCode();
        assertThat(status).isEqualTo(200);
    }
}
