package io.marquee.workhorse.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marquee.workhorse.storage.ObjectStore.Entry;
import io.marquee.workhorse.storage.ObjectStore.Unfinished;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every object store does; each adapter's test extends it. */
public abstract class ObjectStoreContract {

    @TempDir
    protected Path folder;

    /** Keys of one test start with this, so that a store shared by tests does no harm. */
    private final String base = "contract/" + UUID.randomUUID() + "/";

    protected abstract ObjectStore store();

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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a b.txt",
                "plus+percent%20and%2Fmore.txt",
                "quote'quote\"quote`.txt",
                "semi;colon:at@dollar$comma,equals=.txt",
                "brackets[]{}()<>|^~!*.txt",
                "영화/映画/кино.txt",
                "emoji-🎬-e\u0301.txt",
                "trailing dot.",
                " leading blank",
                "-dash/--dash",
                ".hidden/.file",
                "xml&amp;<Key>.txt"
            })
    void shouldTakeEachKeyLiterally(String name) throws IOException {
        // Given
        store().put(base + name, text(name));

        // When / Then
        assertThat(read(base + name)).isEqualTo(text(name));
        assertThat(store().exists(base + name)).isTrue();
        assertThat(store().size(base + name)).isEqualTo(text(name).length);
        assertThat(store().list(base)).containsExactly(new Entry(base + name, text(name).length));
        store().delete(base + name);
        assertThat(store().list(base)).isEmpty();
    }

    @Test
    void shouldStoreAStreamOfAnyLength() throws IOException {
        // Given
        byte[] large = new byte[S3ObjectStore.STREAM_PART_BYTES * 2 + 4_321];
        new Random(13).nextBytes(large);

        // When
        store().put(base + "empty", new ByteArrayInputStream(new byte[0]));
        store().put(base + "small", new ByteArrayInputStream(text("small")));
        store().put(base + "large", new ByteArrayInputStream(large));
        store().put(base + "exact", new ByteArrayInputStream(large, 0, S3ObjectStore.STREAM_PART_BYTES));

        // Then
        assertThat(read(base + "empty")).isEmpty();
        assertThat(read(base + "small")).isEqualTo(text("small"));
        assertThat(read(base + "large")).isEqualTo(large);
        assertThat(store().size(base + "large")).isEqualTo(large.length);
        assertThat(store().size(base + "exact")).isEqualTo(S3ObjectStore.STREAM_PART_BYTES);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 10, 3 * S3ObjectStore.STREAM_PART_BYTES})
    void shouldLeaveWhatWasThereWhenAWriteFailsInTheMiddle(int written) throws IOException {
        // Given
        store().put(base + "old", text("old"));
        ObjectStore.Content failing = out -> {
            out.write(new byte[written]);
            throw new IOException("the source broke off");
        };

        // When
        assertThatThrownBy(() -> store().write(base + "old", failing)).hasMessage("the source broke off");
        assertThatThrownBy(() -> store().write(base + "new", failing)).hasMessage("the source broke off");

        // Then
        assertThat(read(base + "old")).isEqualTo(text("old"));
        assertThat(store().list(base)).containsExactly(new Entry(base + "old", 3));
    }

    @Test
    void shouldShowEachObjectToAVisitorWhoMayRemoveIt() throws IOException {
        // Given
        for (String key : List.of("sweep/a", "sweep/b/c", "sweep/b/d", "swept")) {
            store().put(base + key, text(key));
        }
        List<Entry> shown = new ArrayList<>();

        // When
        store().visit(base + "sweep/", entry -> {
            shown.add(entry);
            store().delete(entry.key());
        });
        assertThatThrownBy(() -> store().visit(base + "swept", entry -> {
                    throw new NoSuchFileException("the visitor's own");
                }))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessage("the visitor's own");

        // Then
        assertThat(shown)
                .containsExactlyInAnyOrder(
                        new Entry(base + "sweep/a", 7),
                        new Entry(base + "sweep/b/c", 9),
                        new Entry(base + "sweep/b/d", 9));
        assertThat(store().list(base)).containsExactly(new Entry(base + "swept", 5));
    }

    @Test
    void shouldTellOfAWriteThatHasNotEndedAndDiscardIt() throws IOException {
        // Given
        Instant begin = Instant.now().minusSeconds(60);
        int size = 2 * S3ObjectStore.STREAM_PART_BYTES;
        List<Unfinished> underWay = new ArrayList<>();

        // When: what a killed process leaves is what is there in the middle of a write
        assertThatThrownBy(() -> store().write(base + "killed", out -> {
                    out.write(new byte[size + 1]);
                    underWay.addAll(store().unfinished());
                    for (Unfinished write : underWay) {
                        store().discard(write);
                        store().discard(write);
                    }
                }))
                .isInstanceOf(IOException.class);

        // Then
        assertThat(underWay).singleElement().satisfies(write -> {
            assertThat(write.key()).isIn("", base + "killed");
            assertThat(write.bytes()).isBetween((long) size, size + 1L);
            assertThat(write.touched()).isBetween(begin, Instant.now().plusSeconds(60));
        });
        assertThat(store().unfinished()).isEmpty();
        assertThat(store().list(base)).isEmpty();
    }

    @Test
    void shouldShowOnlyWholeObjectsWhileTheyAreReplaced() throws Exception {
        // Given
        int length = 1 << 20;
        Callable<Void> writing = () -> {
            for (int i = 0; i < 12; i++) {
                byte value = (byte) i;
                store().write(base + "busy", out -> {
                    byte[] quarter = new byte[length / 4];
                    Arrays.fill(quarter, value);
                    for (int part = 0; part < 4; part++) {
                        out.write(quarter);
                    }
                });
            }
            return null;
        };
        store().put(base + "busy", new byte[length]);

        // When
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            Future<Void> first = threads.submit(writing);
            Future<Void> second = threads.submit(writing);
            do {
                byte[] seen = read(base + "busy");

                // Then
                byte[] whole = new byte[length];
                Arrays.fill(whole, seen[0]);
                assertThat(seen).isEqualTo(whole);
            } while (!first.isDone() || !second.isDone());
            first.get();
            second.get();
        }
    }

    @Test
    void shouldGiveAFreeKeyToOneOfManyWriters() throws Exception {
        // Given
        int writers = 8;
        CyclicBarrier start = new CyclicBarrier(writers);
        List<Callable<Boolean>> attempts = new ArrayList<>();
        for (int i = 0; i < writers; i++) {
            byte[] content = text("writer " + i);
            attempts.add(() -> {
                start.await();
                return store().putIfAbsent(base + "once", content);
            });
        }

        // When
        List<Integer> winners = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(writers)) {
            List<Future<Boolean>> results = threads.invokeAll(attempts);
            for (int i = 0; i < writers; i++) {
                if (results.get(i).get()) {
                    winners.add(i);
                }
            }
        }

        // Then
        assertThat(winners).hasSize(1);
        assertThat(read(base + "once")).isEqualTo(text("writer " + winners.getFirst()));
    }

    @Test
    void shouldNotTouchWhatIsThereWhenOnlyAFreeKeyWillDo() throws IOException {
        // Given
        Path small = Files.write(folder.resolve("small"), text("second"));
        Path large = Files.write(folder.resolve("large"), new byte[(int) S3ObjectStore.PART_BYTES + 1]);
        store().put(base + "a", text("first"));

        // When / Then
        assertThat(store().putIfAbsent(base + "a", small)).isFalse();
        assertThat(store().putIfAbsent(base + "a", large)).isFalse();
        assertThat(store().putIfAbsent(base + "a", text("second"))).isFalse();
        assertThat(read(base + "a")).isEqualTo(text("first"));
        assertThat(store().putIfAbsent(base + "b", large)).isTrue();
        assertThat(store().size(base + "b")).isEqualTo(S3ObjectStore.PART_BYTES + 1);
        assertThat(store().list(base)).extracting(Entry::key).containsExactly(base + "a", base + "b");
    }

    @ParameterizedTest
    @CsvSource({"0,3,012", "3,4,3456", "8,5,89", "9,1,9", "10,1,", "500,10,", "4,0,", "0,9223372036854775807,0123456789"
    })
    void shouldReadAPart(long from, long length, @Nullable String expected) throws IOException {
        // Given
        store().put(base + "digits", text("0123456789"));

        // When
        try (InputStream in = store().open(base + "digits", from, length)) {

            // Then
            assertThat(in.readAllBytes()).isEqualTo(text(expected == null ? "" : expected));
        }
    }

    @Test
    void shouldRefusePartsThatCannotBe() {
        assertThatThrownBy(() -> store().open(base + "x", -1, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store().open(base + "x", 0, -1)).isInstanceOf(IllegalArgumentException.class);
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
        int count = 1_100;
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
        String key = base + "missing";
        assertThatThrownBy(() -> read(key))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessage(key);
        assertThatThrownBy(() -> store().open(key, 0, 1))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessage(key);
        assertThatThrownBy(() -> store().open(key, 0, 0))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessage(key);
        assertThatThrownBy(() -> store().size(key))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessage(key);
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
