package io.marquee.workhorse.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marquee.localstack.LocalStack;
import io.marquee.localstack.Part;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.NoSuchUploadException;

class S3ObjectStoreTest extends ObjectStoreContract {

    private static final String BUCKET = "contract-" + UUID.randomUUID();

    private static LocalStack stack;
    private static S3ObjectStore store;

    @BeforeAll
    static void startServer() {
        stack = LocalStack.startForTests(Part.S3);
        store = S3ObjectStore.open(bucket(BUCKET));
    }

    @AfterAll
    static void stopServer() {
        store.close();
        stack.close();
    }

    @Override
    protected ObjectStore store() {
        return store;
    }

    @Test
    void shouldLeaveNoPartsWhenAWriteFailsInTheMiddle() {
        // When
        assertThatThrownBy(() -> store.write("aborted", out -> {
                    out.write(new byte[S3ObjectStore.STREAM_PART_BYTES * 2 + 1]);
                    throw new IOException("the source broke off");
                }))
                .hasMessage("the source broke off");

        // Then
        try (S3Client client = bucket(BUCKET).client()) {
            assertThat(client.listMultipartUploads(request -> request.bucket(BUCKET))
                            .uploads())
                    .isEmpty();
        }
    }

    @Test
    void shouldSeeThatAnUploadWasCompletedWhenOnlyTheAnswerWasLost() throws IOException {
        // Given an upload that the server completes without our hearing of it
        try (S3Client client = bucket(BUCKET).client();
                S3Upload upload = S3Upload.begin(client, BUCKET, "answered-late")) {
            upload.send(new byte[] {1, 2, 3}, 3);
            String id = client.listMultipartUploads(request -> request.bucket(BUCKET))
                    .uploads()
                    .getFirst()
                    .uploadId();
            String part = client.listParts(request ->
                            request.bucket(BUCKET).key("answered-late").uploadId(id))
                    .parts()
                    .getFirst()
                    .eTag();
            client.completeMultipartUpload(request -> request.bucket(BUCKET)
                    .key("answered-late")
                    .uploadId(id)
                    .multipartUpload(all -> all.parts(
                            CompletedPart.builder().partNumber(1).eTag(part).build())));

            // When
            upload.complete(false);

            // Then
            assertThat(store.open("answered-late").readAllBytes()).containsExactly(1, 2, 3);
        }
    }

    @Test
    void shouldNotTakeALostUploadForAnObject() throws IOException {
        // Given an older object, and an upload that somebody has aborted
        store.put("aborted-away", new byte[] {1});
        try (S3Client client = bucket(BUCKET).client();
                S3Upload upload = S3Upload.begin(client, BUCKET, "aborted-away")) {
            upload.send(new byte[] {1, 2, 3}, 3);
            client.listMultipartUploads(request -> request.bucket(BUCKET))
                    .uploads()
                    .forEach(one -> client.abortMultipartUpload(
                            request -> request.bucket(BUCKET).key(one.key()).uploadId(one.uploadId())));

            // When / Then
            assertThatThrownBy(() -> upload.complete(false)).isInstanceOf(NoSuchUploadException.class);
            assertThat(store.open("aborted-away").readAllBytes()).containsExactly(1);
        }
    }

    @Test
    void shouldReadFromABucketThatIsNotThereAsFromAnEmptyOne() throws IOException {
        // Given
        try (S3ObjectStore missing = S3ObjectStore.open(bucket("missing-" + UUID.randomUUID()))) {

            // When / Then
            assertThat(missing.list("a")).isEmpty();
            assertThat(missing.exists("a")).isFalse();
            missing.delete("a");

            missing.put("a", new byte[] {1});
            assertThat(missing.exists("a")).isTrue();
        }
    }

    @Test
    void shouldNotMakeSomebodyElsesBucket() {
        // Given
        S3Bucket other = bucket(BUCKET).foreign("nobodys-" + UUID.randomUUID());
        try (S3ObjectStore foreign = S3ObjectStore.open(other)) {

            // When / Then
            assertThatThrownBy(() -> foreign.list("a"))
                    .isInstanceOf(FileNotFoundException.class)
                    .hasMessage(
                            "object store s3://%s/ at %s: there is no bucket %s",
                            other.name(), endpoint(), other.name());
            assertThatThrownBy(() -> foreign.put("a", new byte[1])).isInstanceOf(FileNotFoundException.class);
        }
    }

    @Test
    void shouldSayWhatToCheckWhenTheSecretIsWrong() {
        // Given
        try (S3ObjectStore refused = S3ObjectStore.open(bucket(BUCKET, endpoint(), accessKeyId(), "wrong-secret"))) {

            // When / Then
            assertRefused(() -> refused.list("x"));
            assertRefused(() -> refused.put("x", new byte[1]));
            assertRefused(() -> refused.write("x", out -> out.write(1)));
            assertRefused(() -> refused.exists("x"));
            assertRefused(() -> refused.open("x").close());
        }
    }

    @Test
    void shouldSayWhatToCheckWhenTheAccessKeyIsUnknown() {
        // Given
        try (S3ObjectStore refused = S3ObjectStore.open(bucket(BUCKET, endpoint(), "nobody", "wrong-secret"))) {

            // When / Then
            assertRefused(() -> refused.list("x"));
            assertRefused(() -> refused.delete("x"));
        }
    }

    @Test
    void shouldSayWhichStoreDoesNotAnswer() {
        try (S3ObjectStore down =
                S3ObjectStore.open(bucket("marquee", URI.create("http://127.0.0.1:1"), "a", "the-secret"))) {
            assertThatThrownBy(() -> down.list("x"))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("object store s3://marquee/ at http://127.0.0.1:1: cannot list x: "
                            + "the server does not answer (")
                    .hasMessageEndingWith("); check S3_ENDPOINT and that it runs")
                    .hasMessageNotContaining("the-secret");
        }
    }

    private static void assertRefused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("object store s3://" + BUCKET + "/ at " + endpoint() + ": cannot ")
                .hasMessageContaining("the server refuses the access key (403")
                .hasMessageContaining("check AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY")
                .hasMessageNotContaining("wrong-secret");
    }

    private static S3Bucket bucket(String name) {
        return bucket(name, endpoint(), accessKeyId(), stack.environment().get("AWS_SECRET_ACCESS_KEY"));
    }

    private static S3Bucket bucket(
            String name, URI endpoint, @Nullable String accessKeyId, @Nullable String secretAccessKey) {
        return new S3Bucket(name, "ap-northeast-2", endpoint, accessKeyId, secretAccessKey, true);
    }

    private static URI endpoint() {
        return URI.create(stack.environment().get("S3_ENDPOINT"));
    }

    private static String accessKeyId() {
        return stack.environment().get("AWS_ACCESS_KEY_ID");
    }
}
