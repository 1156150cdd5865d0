package io.marquee.workhorse.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marquee.workhorse.storage.ObjectStore.Entry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every object store does; each adapter's test extends it. */
abstract class ObjectStoreContract {

    @TempDir
    Path folder;

    /** Keys of one test start with this, so that a store shared by tests does no harm. */
    private final String base = "contract/" + UUID.randomUUID() + "/";

    abstract ObjectStore store();

    @Test
    void shouldGiveBackWhatWasStored() throws IOException {
        // Given
        byte[] bytes = new byte[100_000];
        new Random(7).nextBytes(bytes);
        Path file = Files.write(folder.resolve("source"), bytes);

        // When
        store().put(base + "from-file", file);
        store().put(base + "from-bytes", bytes);

        // Then
        assertThat(read(base + "from-file")).isEqualTo(bytes);
        assertThat(read(base + "from-bytes")).isEqualTo(bytes);
        assertThat(store().exists(base + "from-file")).isTrue();
    }

    @Test
    void shouldReplaceWhatWasThere() throws IOException {
        // Given
        store().put(base + "a", text("first, and longer"));

        // When
        store().put(base + "a", text("second"));

        // Then
        assertThat(read(base + "a")).isEqualTo(text("second"));
        assertThat(store().list(base)).containsExactly(new Entry(base + "a", 6));
    }

    @Test
    void shouldKeepEmptyObjectsAndUnusualNames() throws IOException {
        // Given
        String key = base + "dt=2026-01-01/Amélie & 기생충 (2001) +100%#?.txt";

        // When
        store().put(key, new byte[0]);

        // Then
        assertThat(read(key)).isEmpty();
        assertThat(store().list(base)).containsExactly(new Entry(key, 0));
    }

    @Test
    void shouldSendLargeFilesWhole() throws IOException {
        // Given
        byte[] bytes = new byte[(int) S3ObjectStore.PART_BYTES * 2 + 12_345];
        new Random(11).nextBytes(bytes);
        Path file = Files.write(folder.resolve("large"), bytes);

        // When
        store().put(base + "large", file);

        // Then
        assertThat(read(base + "large")).isEqualTo(bytes);
        assertThat(store().list(base)).containsExactly(new Entry(base + "large", bytes.length));
    }

    @Test
    void shouldListByPrefixInKeyOrderAlsoInsideAStep() throws IOException {
        // Given
        for (String name : new String[] {"b/2", "a/10", "a/1", "ab/1", "a/x/y", "c"}) {
            store().put(base + name, text(name));
        }

        // When / Then
        assertThat(store().list(base + "a/"))
                .extracting(Entry::key)
                .containsExactly(base + "a/1", base + "a/10", base + "a/x/y");
        assertThat(store().list(base + "a/1")).extracting(Entry::key).containsExactly(base + "a/1", base + "a/10");
        assertThat(store().list(base + "a")).hasSize(4);
        assertThat(store().list(base)).hasSize(6);
        assertThat(store().list(base + "nothing")).isEmpty();
    }

    @Test
    void shouldListMoreThanOnePage() throws Exception {
        // Given
        int count = 1_050;
        List<Callable<Void>> puts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String key = base + "many/" + i;
            puts.add(() -> {
                store().put(key, text("x"));
                return null;
            });
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            for (Future<Void> done : threads.invokeAll(puts)) {
                done.get();
            }
        }

        // When / Then
        assertThat(store().list(base)).hasSize(count).isSortedAccordingTo(Comparator.comparing(Entry::key));
    }

    @Test
    void shouldForgetWhatWasDeleted() throws IOException {
        // Given
        store().put(base + "a", text("x"));

        // When
        store().delete(base + "a");
        store().delete(base + "a");
        store().delete(base + "never-there");

        // Then
        assertThat(store().exists(base + "a")).isFalse();
        assertThat(store().list(base)).isEmpty();
    }

    @Test
    void shouldNameTheKeyWhenThereIsNoObject() {
        assertThatThrownBy(() -> read(base + "missing"))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining("missing");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/etc/passwd",
                "a//b",
                "../a",
                "a/../../b",
                "a/..",
                "./a",
                "a/.",
                "a/",
                "a\\b",
                "a\0b",
                "a\nb",
                ".marquee-incoming/x"
            })
    void shouldRefuseKeysThatLeaveTheStoreOrMeanSomethingElse(String key) {
        assertThatThrownBy(() -> store().put(key, text("x"))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store().open(key)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store().exists(key)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store().delete(key)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "../", "a/../b", "a//b", "a\\", "a\0"})
    void shouldRefusePrefixesThatNoKeyCanHave(String prefix) {
        assertThatThrownBy(() -> store().list(prefix)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldRefuseAKeyThatIsTooLong() {
        assertThatThrownBy(() -> store().put("x".repeat(901), text("x")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("longer than 900 bytes");
    }

    private byte[] read(String key) throws IOException {
        try (InputStream in = store().open(key)) {
            return in.readAllBytes();
        }
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
