package io.marquee.storage.gcs;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marquee.workhorse.storage.ObjectAddress;
import io.marquee.workhorse.storage.ObjectStore;
import io.marquee.workhorse.storage.ObjectStoreContract;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Google's own client against an emulator of ours; never run against Google. */
class GcsObjectStoreTest extends ObjectStoreContract {

    private static GcsEmulator emulator;
    private static ObjectStore store;

    @BeforeAll
    static void startEmulator() throws IOException {
        emulator = GcsEmulator.start();
        store = open(GcsEmulator.BUCKET);
    }

    @AfterAll
    static void stopEmulator() throws Exception {
        ((AutoCloseable) store).close();
        emulator.close();
    }

    @Override
    protected ObjectStore store() {
        return store;
    }

    private static ObjectStore open(String bucket) {
        return new GcsObjectStoreProvider()
                .open(
                        ObjectAddress.parse("gs://" + bucket + "/"),
                        Map.of("STORAGE_EMULATOR_HOST", emulator.host())::get);
    }

    @Test
    void shouldSayThatThereIsNoSuchBucket() {
        assertThatThrownBy(() -> open("missing").list("x"))
                .isInstanceOf(FileNotFoundException.class)
                .hasMessage("object store gs://missing/: there is no such bucket");
    }
}
