package io.marquee.workhorse.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marquee.localstack.LocalStack;
import io.marquee.localstack.Part;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class S3ObjectStoreTest extends ObjectStoreContract {

    private static LocalStack stack;
    private static S3ObjectStore store;

    @BeforeAll
    static void startServer() {
        stack = LocalStack.startForTests(Part.S3);
        store = open("contract-" + UUID.randomUUID());
    }

    @AfterAll
    static void stopServer() {
        store.close();
        stack.close();
    }

    @Override
    ObjectStore store() {
        return store;
    }

    @Test
    void shouldReadFromABucketThatIsNotThereAsFromAnEmptyOne() throws IOException {
        // Given
        try (S3ObjectStore missing = open("missing-" + UUID.randomUUID())) {

            // When / Then
            assertThat(missing.list("a")).isEmpty();
            assertThat(missing.exists("a")).isFalse();
            missing.delete("a");

            missing.put("a", new byte[] {1});
            assertThat(missing.exists("a")).isTrue();
        }
    }

    @Test
    void shouldSayWhichStoreDoesNotAnswer() {
        try (S3ObjectStore down =
                S3ObjectStore.open(URI.create("http://127.0.0.1:1"), "marquee", "ap-northeast-2", "a", "b")) {
            assertThatThrownBy(() -> down.list("x"))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("object store s3://marquee/: cannot list x: ");
        }
    }

    private static S3ObjectStore open(String bucket) {
        Map<String, String> environment = stack.environment();
        return S3ObjectStore.open(
                URI.create(environment.get("S3_ENDPOINT")),
                bucket,
                "ap-northeast-2",
                environment.get("AWS_ACCESS_KEY_ID"),
                environment.get("AWS_SECRET_ACCESS_KEY"));
    }
}
