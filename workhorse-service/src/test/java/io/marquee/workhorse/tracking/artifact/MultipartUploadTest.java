package io.marquee.workhorse.tracking.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.marquee.localstack.testing.LocalStackResource;
import io.marquee.workhorse.storage.FileObjectStore;
import io.marquee.workhorse.storage.ObjectStore;
import io.marquee.workhorse.storage.PresignedUploads;
import io.marquee.workhorse.tracking.MlflowHttp;
import io.marquee.workhorse.tracking.run.RunRepository;
import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.config.SmallRyeConfigBuilder;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.eclipse.microprofile.config.spi.Converter;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files in parts, as MLflow's client sends them. */
@QuarkusTest
@WithTestResource(LocalStackResource.class)
class MultipartUploadTest {

    private static final String API = "/api/2.0/mlflow-artifacts/";

    @TestHTTPResource("/")
    URI base;

    @Inject
    ObjectStore store;

    @Inject
    RunRepository runs;

    @Inject
    ArtifactLedger ledger;

    @Inject
    UploadTable uploads;

    @Inject
    ArtifactConfig config;

    @TempDir
    Path temporary;

    private MlflowHttp mlflow;
    private String root;

    @BeforeEach
    void startRun() {
        mlflow = new MlflowHttp(base);
        String experiment = mlflow.newExperiment();
        root = experiment + "/" + mlflow.newRun(experiment) + "/artifacts";
    }

    @Test
    void shouldMakeAFileOfPartsThatWentStraightToTheStore() throws Exception {
        // Given: all parts but the last one need five megabytes in S3
        byte[] first = new byte[5 << 20];
        new Random(3).nextBytes(first);
        byte[] second = "the end".getBytes(StandardCharsets.US_ASCII);

        // When
        JsonNode created = post("mpu/create/" + root + "/model", "{\"path\": \"/home/me/big.bin\", \"num_parts\": 2}")
                .json();
        List<String> tags = new ArrayList<>();
        for (JsonNode credential : created.get("credentials")) {
            byte[] part = credential.get("part_number").asInt() == 1 ? first : second;
            HttpResponse<String> sent = put(URI.create(credential.get("url").asText()), part);
            assertThat(sent.statusCode()).as(sent.body()).isEqualTo(200);
            tags.add(sent.headers().firstValue("etag").orElseThrow());
        }
        List<ObjectStore.Entry> before = store.list("artifacts/" + root);
        MlflowHttp.Answer completed =
                complete(root + "/model", "big.bin", created.get("upload_id").asText(), tags);
        HttpResponse<byte[]> downloaded = get(root + "/model/big.bin");

        // Then
        assertThat(created.get("credentials")).hasSize(2);
        assertThat(created.at("/credentials/0/url").asText()).contains("X-Amz-Signature=");
        assertThat(created.at("/credentials/0/headers").isEmpty()).isTrue();
        assertThat(before).isEmpty();
        assertThat(completed.body()).isEqualTo("{}");
        assertThat(downloaded.body())
                .hasSize(first.length + second.length)
                .startsWith(first)
                .endsWith(second);
        assertThat(downloaded.headers().firstValue("x-checksum-sha256"))
                .contains(CheckedStream.sumUp(new ByteArrayInputStream(downloaded.body()))
                        .sha256());
        assertThat(complete(root + "/model", "big.bin", created.get("upload_id").asText(), tags)
                        .status())
                .isEqualTo(404);
    }

    @Test
    void shouldMakeAFileOfPartsThatWentThroughTheService() throws Exception {
        // Given
        String upload = newUpload("big.txt", 3);

        // When
        String third = putPart(upload, 3, "fg");
        String first = putPart(upload, 1, "abc");
        putPart(upload, 2, "xx");
        String second = putPart(upload, 2, "de");
        List<ObjectStore.Entry> before = store.list("artifacts/" + root);
        MlflowHttp.Answer completed = complete(root, "big.txt", upload, List.of(first, second, third));

        // Then
        assertThat(before).isEmpty();
        assertThat(completed.body()).isEqualTo("{}");
        assertThat(get(root + "/big.txt").body()).isEqualTo("abcdefg".getBytes(StandardCharsets.US_ASCII));
        assertThat(store.list("artifact-uploads/" + upload)).isEmpty();
    }

    @Test
    void shouldMakeNoFileOfPartsThatDoNotFit() throws Exception {
        // Given
        String upload = newUpload("big.txt", 3);
        String first = putPart(upload, 1, "abc");
        String second = putPart(upload, 2, "de");

        // When, Then
        assertThat(complete(root, "big.txt", upload, List.of(first, first)).status())
                .isEqualTo(400);
        assertThat(complete(root, "big.txt", upload, List.of(first, second, second))
                        .status())
                .isEqualTo(400);
        assertThat(complete(root, "big.txt", upload, List.of()).status()).isEqualTo(400);
        assertThat(complete(root, "other.txt", upload, List.of(first)).status()).isEqualTo(404);
        assertThat(complete(root, "big.txt", "nobody", List.of(first)).status()).isEqualTo(404);
        assertThat(post(
                                "mpu/complete/" + root,
                                "{\"path\": \"big.txt\", \"upload_id\": \"" + upload
                                        + "\", \"parts\": [{\"part_number\": 2, \"etag\": \"" + second.replace("\"", "")
                                        + "\"}, {\"part_number\": 1, \"etag\": \"" + first.replace("\"", "") + "\"}]}")
                        .status())
                .isEqualTo(400);
        assertThat(put(partAddress(upload, 4), new byte[1]).statusCode()).isEqualTo(400);
        assertThat(put(partAddress(upload, 0), new byte[1]).statusCode()).isEqualTo(400);
        assertThat(store.list("artifacts/" + root)).isEmpty();
    }

    @Test
    void shouldKeepNothingOfAnUploadThatIsGivenUp() throws Exception {
        // Given
        String upload = newUpload("big.txt", 1);
        putPart(upload, 1, "abc");
        JsonNode presigned = post("mpu/create/" + root, "{\"path\": \"f\", \"num_parts\": 1}")
                .json();
        put(URI.create(presigned.at("/credentials/0/url").asText()), new byte[10]);

        // When
        MlflowHttp.Answer own = post("mpu/abort/" + root, "{\"path\": \"big.txt\", \"upload_id\": \"" + upload + "\"}");
        MlflowHttp.Answer stores = post(
                "mpu/abort/" + root,
                "{\"path\": \"f\", \"upload_id\": \""
                        + presigned.get("upload_id").asText() + "\"}");

        // Then
        assertThat(own.body()).isEqualTo("{}");
        assertThat(stores.body()).isEqualTo("{}");
        assertThat(store.list("artifact-uploads/" + upload)).isEmpty();
        assertThat(uploads.find(upload)).isEmpty();
        assertThat(put(partAddress(upload, 1), new byte[1]).statusCode()).isEqualTo(404);
        assertThat(complete(root, "f", presigned.get("upload_id").asText(), List.of("x"))
                        .status())
                .isEqualTo(404);
        assertThat(store.list("artifacts/" + root)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", "a/..", ".", "a\\\\b", "%2e%2e", "x\\u0000y", "a/", "/", "x\\r\\ny", "C:x"})
    void shouldBeginNoUploadOutsideTheRun(String path) {
        // When
        MlflowHttp.Answer created = post("mpu/create/" + root, "{\"path\": \"" + path + "\", \"num_parts\": 1}");

        // Then
        assertThat(created.status()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "10001", "99999999999999", "\"many\""})
    void shouldBeginNoUploadOfThatManyParts(String parts) {
        assertThat(post("mpu/create/" + root, "{\"path\": \"f\", \"num_parts\": " + parts + "}")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void shouldWorkWithFilesAndGiveUpWhatIsTooOld() throws Exception {
        // Given: the same on a store that takes no uploads itself
        FileObjectStore files = new FileObjectStore(temporary);
        ArtifactIntake intake = new ArtifactIntake(files, config);
        ArtifactService artifacts = new ArtifactService(files, runs, ledger, intake, config);
        MultipartUploads parts = uploadsTo(files, artifacts, intake, Instant.now());
        RunFolder.Place place = RunFolder.place(root + "/big.txt");

        // When
        MultipartUploads.Begun begun = parts.begin(place, 2);
        MultipartUploads.Begun forgotten = parts.begin(place, 1);
        Checksum first = parts.receive(begun.uploadId(), 1, bytes("abc"));
        Checksum second = parts.receive(begun.uploadId(), 2, bytes("de"));
        parts.receive(forgotten.uploadId(), 1, bytes("never"));
        parts.complete(
                place,
                begun.uploadId(),
                List.of(
                        new MultipartUploads.SentPart(1, first.entityTag()),
                        new MultipartUploads.SentPart(2, second.sha256())));
        int tooEarly = parts.removeExpired();
        uploadsTo(files, artifacts, intake, Instant.now().plus(Duration.ofHours(25)))
                .removeExpired();

        // Then
        assertThat(begun.addresses()).isEmpty();
        assertThat(tooEarly).isZero();
        assertThat(files.list("")).extracting(ObjectStore.Entry::key).containsExactly("artifacts/" + root + "/big.txt");
        assertThat(artifacts.find(place).checksum()).isEqualTo(CheckedStream.sumUp(bytes("abcde")));
        assertThat(uploads.find(forgotten.uploadId())).isEmpty();
    }

    @Test
    void shouldGiveUpAnUploadOfWhichTheStoreHasTakenTooMuch() throws Exception {
        // Given: two files of which one has more bytes than the limit, and neither is completed
        ArtifactConfig strict = new SmallRyeConfigBuilder()
                .withConverters(new Converter<?>[] {new MemorySizeConverter(), new DurationConverter()})
                .withMapping(ArtifactConfig.class)
                .withDefaultValue("marquee.artifacts.max-multipart-size", "1000")
                .build()
                .getConfigMapping(ArtifactConfig.class);
        ArtifactIntake intake = new ArtifactIntake(store, strict);
        MultipartUploads parts = new MultipartUploads(
                store,
                new ArtifactService(store, runs, ledger, intake, strict),
                intake,
                ledger,
                uploads,
                strict,
                Clock.fixed(Instant.now(), ZoneOffset.UTC));
        MultipartUploads.Begun large = parts.begin(RunFolder.place(root + "/large"), 2);
        MultipartUploads.Begun small = parts.begin(RunFolder.place(root + "/small"), 1);
        put(URI.create(large.addresses().get(1)), new byte[600]);
        put(URI.create(large.addresses().get(2)), new byte[600]);
        put(URI.create(small.addresses().get(1)), new byte[1000]);
        PresignedUploads arrived = store.presignedUploads().orElseThrow();
        String inStore = uploads.find(large.uploadId())
                .map(UploadTable.Upload::storeUpload)
                .orElseThrow();

        // When
        int removed = parts.removeOversized(Duration.ZERO);

        // Then
        assertThat(removed).isEqualTo(1);
        assertThat(uploads.find(large.uploadId())).isEmpty();
        assertThat(uploads.find(small.uploadId())).isPresent();
        assertThat(numberOfParts(arrived, "artifacts/" + root + "/large", inStore))
                .isZero();
        assertThat(store.list("artifacts/" + root)).isEmpty();
    }

    /** Some stores forget an upload that was given up, some remember that it has no parts. */
    private static int numberOfParts(PresignedUploads uploads, String key, String upload) throws IOException {
        try {
            return uploads.parts(key, upload).size();
        } catch (NoSuchFileException e) {
            return 0;
        }
    }

    private MultipartUploads uploadsTo(
            ObjectStore files, ArtifactService artifacts, ArtifactIntake intake, Instant now) {
        return new MultipartUploads(
                files, artifacts, intake, ledger, uploads, config, Clock.fixed(now, ZoneOffset.UTC));
    }

    private static ByteArrayInputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** An upload whose parts go through the service although the store could take them. */
    private String newUpload(String name, int parts) {
        String id = UUID.randomUUID().toString();
        uploads.add(
                new UploadTable.Upload(id, "artifacts/" + root + "/" + name, parts, null), System.currentTimeMillis());
        return id;
    }

    private URI partAddress(String upload, int number) {
        return base.resolve(API + "mpu/part/" + upload + "/" + number);
    }

    private String putPart(String upload, int number, String content) throws IOException, InterruptedException {
        return put(partAddress(upload, number), content.getBytes(StandardCharsets.US_ASCII))
                .headers()
                .firstValue("etag")
                .orElseThrow();
    }

    private MlflowHttp.Answer complete(String folder, String name, String upload, List<String> tags) {
        StringBuilder parts = new StringBuilder();
        for (int i = 0; i < tags.size(); i++) {
            parts.append(i == 0 ? "" : ",")
                    .append("{\"part_number\": ")
                    .append(i + 1)
                    .append(", \"etag\": \"")
                    .append(tags.get(i).replace("\"", "\\\""))
                    .append("\"}");
        }
        return post(
                "mpu/complete/" + folder,
                "{\"path\": \"" + name + "\", \"upload_id\": \"" + upload + "\", \"parts\": [" + parts + "]}");
    }

    private MlflowHttp.Answer post(String path, String json) {
        return mlflow.send("POST", API + path, BodyPublishers.ofString(json));
    }

    private HttpResponse<byte[]> get(String path) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(base.resolve(API + "artifacts/" + path))
                            .build(),
                    BodyHandlers.ofByteArray());
        }
    }

    private static HttpResponse<String> put(URI address, byte[] content) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(address)
                            .PUT(BodyPublishers.ofByteArray(content))
                            .build(),
                    BodyHandlers.ofString());
        }
    }
}
