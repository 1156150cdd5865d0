package io.marquee.workhorse.feature.offline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marquee.workhorse.storage.FileObjectStore;
import io.marquee.workhorse.storage.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RowFilesTest {

    @TempDir
    Path folder;

    private final List<String> opened = Collections.synchronizedList(new ArrayList<>());
    private ObjectStore local;
    private ObjectStore remote;
    private long second = 1_000;

    @BeforeEach
    void stores() throws IOException {
        local = new FileObjectStore(folder.resolve("store"));
        remote = elsewhere(local);
        for (String key : List.of("a/1", "a/2", "b/1")) {
            local.put(key, key.getBytes());
        }
    }

    @Test
    void shouldFetchAFileOnceForManyReaders() throws Exception {
        // Given
        RowFiles files = files(remote, 1_000);

        // When
        for (int reader = 0; reader < 3; reader++) {
            try (DuckDb duckDb = TestCatalogue.open(folder.resolve("work"))) {
                List<Path> brought = files.bring(List.of("a/1", "a/2", "a/1"), duckDb);

                // Then
                assertThat(brought).extracting(Files::readString).containsExactly("a/1", "a/2");
                assertThat(files.bring("a/2", duckDb)).isEqualTo(brought.get(1));
            }
        }
        assertThat(opened).containsExactlyInAnyOrder("a/1", "a/2");
    }

    @Test
    void shouldNotFetchWhatWasMadeHere() throws Exception {
        // Given
        RowFiles files = files(remote, 1_000);
        Path made = Files.writeString(folder.resolve("made"), "rows");

        // When
        files.put("new", made);
        Files.delete(made);

        // Then
        try (DuckDb duckDb = TestCatalogue.open(folder.resolve("work"))) {
            assertThat(files.bring("new", duckDb)).hasContent("rows");
        }
        assertThat(local.exists("new")).isTrue();
        assertThat(opened).isEmpty();
    }

    @Test
    void shouldKeepWhatWasUsedLastWithinItsBounds() throws Exception {
        // Given: each file has three bytes
        RowFiles files = files(remote, 7);
        bring(files, "a/1");
        bring(files, "a/2");
        bring(files, "a/1");

        // When
        bring(files, "b/1");

        // Then
        assertThat(kept()).containsExactly("a_1", "b_1");
        bring(files(remote, 2), "a/2");
        assertThat(kept()).containsExactly("a_1", "b_1");
        assertThat(opened).containsExactly("a/1", "a/2", "b/1", "a/2");
    }

    @Test
    void shouldLeaveToAReaderWhatIsRemovedMeanwhile() throws Exception {
        // Given
        try (DuckDb duckDb = TestCatalogue.open(folder.resolve("work"))) {
            Path fetched = files(remote, 3).bring("a/1", duckDb);
            Path linked = files(local, 3).bring("a/2", duckDb);

            // When
            bring(files(remote, 3), "b/1");
            local.delete("a/2");

            // Then
            assertThat(kept()).containsExactly("b_1");
            assertThat(fetched).hasContent("a/1");
            assertThat(linked).hasContent("a/2");
        }
    }

    @Test
    void shouldReadInPlaceWhatIsOnThisMachine() throws Exception {
        // When
        bring(files(local, 1_000), "a/1");

        // Then
        assertThat(folder.resolve("cache")).doesNotExist();
    }

    @Test
    void shouldSayWhichRowsAreGone() throws Exception {
        for (ObjectStore store : List.of(local, remote)) {
            assertThatThrownBy(() -> bring(files(store, 10), "a/9"))
                    .isInstanceOf(IOException.class)
                    .hasMessage("feature rows are gone from " + store.uri() + "a/9; build the features again");
        }
        try (DuckDb duckDb = TestCatalogue.open(folder.resolve("work"))) {
            assertThatThrownBy(() -> files(remote, 10).bring(List.of("a/1", "a/9"), duckDb))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("a/9");
        }
    }

    private void bring(RowFiles files, String key) throws Exception {
        try (DuckDb duckDb = TestCatalogue.open(folder.resolve("work"))) {
            assertThat(files.bring(key, duckDb)).hasContent(key);
        }
    }

    private List<String> kept() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("cache"))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private RowFiles files(ObjectStore store, long maxBytes) {
        Clock ticking = new Clock() {
            @Override
            public ZoneOffset getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(java.time.ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return Instant.ofEpochSecond(second++);
            }
        };
        return new RowFiles(store, new RowCache(folder.resolve("cache"), maxBytes, ticking));
    }

    /** The same objects, on a machine of which only streams come. */
    private ObjectStore elsewhere(ObjectStore store) {
        return (ObjectStore) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {ObjectStore.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("file")) {
                        return Optional.empty();
                    }
                    try {
                        Object result = method.invoke(store, arguments);
                        if (result instanceof InputStream) {
                            opened.add((String) arguments[0]);
                        }
                        return result;
                    } catch (java.lang.reflect.InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
