package io.marquee.controltower.event;

import static io.marquee.controltower.event.SpooledEvents.SMALL_SEGMENTS;
import static io.marquee.controltower.event.SpooledEvents.drain;
import static io.marquee.controltower.event.SpooledEvents.event;
import static io.marquee.controltower.event.SpooledEvents.limits;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marquee.controltower.event.EventSpool.Append;
import io.marquee.controltower.event.SpoolLimits.Fsync;
import io.marquee.controltower.event.SpoolLimits.Priority;
import io.marquee.platform.event.OutgoingEvent;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventSpoolTest {

    @TempDir
    Path folder;

    @Test
    void shouldReturnAnEventExactlyAsItWasStored() throws IOException {
        // Given
        OutgoingEvent stored = new OutgoingEvent(
                "movie-recommendations", "user_ü😀", new byte[] {0, 1, -1}, Map.of("ce_id", "é", "ce_type", ""));
        try (EventSpool spool = EventSpool.open(folder, SMALL_SEGMENTS)) {
            spool.append(stored, Priority.KEPT);

            // When
            OutgoingEvent read = spool.peek(10, 1_000).events().getFirst();

            // Then
            assertThat(read.topic()).isEqualTo("movie-recommendations");
            assertThat(read.key()).isEqualTo("user_ü😀");
            assertThat(read.payload()).containsExactly(0, 1, -1);
            assertThat(read.headers()).isEqualTo(Map.of("ce_id", "é", "ce_type", ""));
        }
    }

    @Test
    void shouldKeepOrderAcrossSegmentsAndDeleteTheEmptiedOnes() throws IOException {
        // Given
        List<String> texts = numbered(200);
        try (EventSpool spool = EventSpool.open(folder, SMALL_SEGMENTS)) {
            for (String text : texts) {
                assertThat(spool.append(event(text), Priority.KEPT)).isEqualTo(Append.STORED);
            }
            assertThat(segments()).hasSizeGreaterThan(10);
            assertThat(spool.pendingEvents()).isEqualTo(200);

            // When
            List<String> read = drain(spool);

            // Then
            assertThat(read).isEqualTo(texts);
            assertThat(spool.pendingEvents()).isZero();
            assertThat(spool.pendingBytes()).isZero();
            assertThat(segments()).hasSize(1);
        }
    }

    @Test
    void shouldGoOnWhereTheLastProcessStopped() throws IOException {
        // Given
        try (EventSpool spool = EventSpool.open(folder, SMALL_SEGMENTS)) {
            for (String text : numbered(100)) {
                spool.append(event(text), Priority.KEPT);
            }
            for (int released = 0; released < 37; released++) {
                spool.release(spool.peek(1, 1_000));
            }
        }

        // When
        try (EventSpool spool = EventSpool.open(folder, SMALL_SEGMENTS)) {

            // Then
            assertThat(spool.pendingEvents()).isEqualTo(63);
            spool.append(event("event 100"), Priority.KEPT);
            assertThat(drain(spool)).isEqualTo(numbered(101).subList(37, 101));
        }
    }

    @Test
    void shouldOfferTheSameEventsAgainUntilTheyAreReleased() throws IOException {
        // Given
        try (EventSpool spool = EventSpool.open(folder, SMALL_SEGMENTS)) {
            spool.append(event("only"), Priority.KEPT);

            // When
            SpoolBatch first = spool.peek(10, 1_000);
            SpoolBatch second = spool.peek(10, 1_000);

            // Then
            assertThat(first.events()).hasSize(1);
            assertThat(second.end()).isEqualTo(first.end());
            assertThat(spool.pendingEvents()).isEqualTo(1);
        }
    }

    @Test
    void shouldCutOffATornTailWhereverItWasTorn() throws IOException {
        // Given
        Path whole = folder.resolve("whole");
        try (EventSpool spool = EventSpool.open(whole, limits(100_000, 1_000_000))) {
            spool.append(event("first"), Priority.KEPT);
            spool.append(event("second"), Priority.KEPT);
        }
        Path segment = segments(whole).getFirst();
        byte[] bytes = Files.readAllBytes(segment);
        int frame = SpoolFrame.encode(event("second")).length;

        for (int lost = 1; lost <= frame; lost++) {
            // When
            Path torn = folder.resolve("torn" + lost);
            Files.createDirectories(torn);
            Files.write(torn.resolve(segment.getFileName()), java.util.Arrays.copyOf(bytes, bytes.length - lost));

            // Then
            try (EventSpool spool = EventSpool.open(torn, limits(100_000, 1_000_000))) {
                assertThat(spool.pendingEvents()).isEqualTo(1);
                spool.append(event("third"), Priority.KEPT);
                assertThat(drain(spool)).containsExactly("first", "third");
            }
        }
    }

    @Test
    void shouldLeaveOutATailOfZerosAndOfRubbish() throws IOException {
        // Given
        try (EventSpool spool = EventSpool.open(folder, SMALL_SEGMENTS)) {
            spool.append(event("first"), Priority.KEPT);
        }
        Path segment = segments().getFirst();
        Files.write(segment, new byte[64], StandardOpenOption.APPEND);
        Files.write(segment, "rubbish that is no frame".getBytes(), StandardOpenOption.APPEND);

        // When
        try (EventSpool spool = EventSpool.open(folder, SMALL_SEGMENTS)) {
            spool.append(event("second"), Priority.KEPT);

            // Then
            assertThat(drain(spool)).containsExactly("first", "second");
        }
    }

    @Test
    void shouldGoOnWithTheNextSegmentWhenOneIsDamaged() throws IOException {
        // Given
        try (EventSpool spool = EventSpool.open(folder, SMALL_SEGMENTS)) {
            for (String text : numbered(30)) {
                spool.append(event(text), Priority.KEPT);
            }
        }
        Path first = segments().getFirst();
        long secondBegins =
                Long.parseLong(segments().get(1).getFileName().toString().replace(SpoolSegment.SUFFIX, ""));
        try (RandomAccessFile file = new RandomAccessFile(first.toFile(), "rw")) {
            file.seek(file.length() - 1);
            int last = file.read();
            file.seek(file.length() - 1);
            file.write(last ^ 1);
        }

        // When
        try (EventSpool spool = EventSpool.open(folder, SMALL_SEGMENTS)) {
            List<String> read = drain(spool);

            // Then
            List<String> expected = new ArrayList<>(numbered(30));
            expected.remove((int) secondBegins - 1);
            assertThat(read).isEqualTo(expected);
        }
    }

    @Test
    void shouldSendAgainWhenThePositionIsDamaged() throws IOException {
        // Given
        try (EventSpool spool = EventSpool.open(folder, limits(100_000, 1_000_000))) {
            spool.append(event("first"), Priority.KEPT);
            spool.append(event("second"), Priority.KEPT);
            spool.release(spool.peek(1, 1_000));
        }
        Files.writeString(folder.resolve("relay.position"), "nonsense");

        // When
        try (EventSpool spool = EventSpool.open(folder, limits(100_000, 1_000_000))) {

            // Then
            assertThat(drain(spool)).containsExactly("first", "second");
        }
    }

    @Test
    void shouldSayFullAndHaveRoomAgainOnceEventsHaveLeft() throws IOException {
        // Given
        int frame = SpoolFrame.encode(event("a")).length;
        try (EventSpool spool = EventSpool.open(folder, limits(1_000, 3L * frame))) {
            for (String text : List.of("a", "b", "c")) {
                assertThat(spool.append(event(text), Priority.KEPT)).isEqualTo(Append.STORED);
            }

            // When
            Append fourth = spool.append(event("d"), Priority.KEPT);

            // Then
            assertThat(fourth).isEqualTo(Append.FULL);
            spool.release(spool.peek(1, 1));
            assertThat(spool.append(event("e"), Priority.KEPT)).isEqualTo(Append.STORED);
            assertThat(drain(spool)).containsExactly("b", "c", "e");
        }
    }

    @Test
    void shouldKeepTheReserveForEventsThatWerePromised() throws IOException {
        // Given
        int frame = SpoolFrame.encode(event("a")).length;
        SpoolLimits limits = new SpoolLimits(1_000, 2L * frame, frame, frame, Fsync.NEVER);
        try (EventSpool spool = EventSpool.open(folder, limits)) {
            assertThat(spool.append(event("a"), Priority.DROPPABLE)).isEqualTo(Append.STORED);

            // When
            Append observation = spool.append(event("b"), Priority.DROPPABLE);
            Append promised = spool.append(event("c"), Priority.KEPT);

            // Then
            assertThat(observation).isEqualTo(Append.FULL);
            assertThat(promised).isEqualTo(Append.STORED);
        }
    }

    @Test
    void shouldRefuseAnEventThatTheBrokerWouldRefuse() throws IOException {
        // Given
        SpoolLimits limits = new SpoolLimits(1_000, 10_000, 0, 200, Fsync.NEVER);
        try (EventSpool spool = EventSpool.open(folder, limits)) {

            // When
            Append large = spool.append(event("x".repeat(200)), Priority.KEPT);

            // Then
            assertThat(large).isEqualTo(Append.TOO_LARGE);
            assertThat(spool.pendingEvents()).isZero();
        }
    }

    @Test
    void shouldBelongToOneProcessAtATime() throws IOException {
        // Given
        try (EventSpool spool = EventSpool.open(folder, SMALL_SEGMENTS)) {

            // When // Then
            assertThatThrownBy(() -> EventSpool.open(folder, SMALL_SEGMENTS))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(folder.toString())
                    .hasMessageContaining("in use by another process");
            assertThat(spool.pendingEvents()).isZero();
        }
        try (EventSpool again = EventSpool.open(folder, SMALL_SEGMENTS)) {
            assertThat(again.pendingEvents()).isZero();
        }
    }

    @Test
    void shouldLoseNothingWhenManyThreadsAppendWhileOneReads() throws Exception {
        // Given
        int threads = 8;
        int each = 2_000;
        Set<String> read = new TreeSet<>();
        try (EventSpool spool = EventSpool.open(folder, limits(50_000, 100_000_000));
                ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor()) {

            // When
            List<Future<Void>> appended = writers.invokeAll(IntStream.range(0, threads)
                    .mapToObj(thread -> appendAll(spool, thread, each))
                    .toList());
            while (read.size() < threads * each && spool.awaitEvents(Duration.ofSeconds(5))) {
                SpoolBatch batch = spool.peek(100, 10_000);
                batch.events().forEach(event -> read.add(SpooledEvents.text(event)));
                spool.release(batch);
            }
            for (Future<Void> writer : appended) {
                writer.get();
            }

            // Then
            assertThat(read).hasSize(threads * each);
            assertThat(spool.pendingEvents()).isZero();
        }
    }

    @Test
    void shouldTakeFiftyThousandEventsASecond() throws IOException {
        // Given
        OutgoingEvent prediction = event("x".repeat(1_000));
        int events = 100_000;
        try (EventSpool spool = EventSpool.open(folder, limits(8_000_000, 1_000_000_000))) {
            for (int warmUp = 0; warmUp < 20_000; warmUp++) {
                spool.append(prediction, Priority.DROPPABLE);
            }

            // When
            long began = System.nanoTime();
            for (int i = 0; i < events; i++) {
                spool.append(prediction, Priority.DROPPABLE);
            }
            double seconds = (System.nanoTime() - began) / 1e9;

            // Then
            System.out.printf("spool: %.0f appends of 1 kB a second%n", events / seconds);
            assertThat(events / seconds).isGreaterThan(50_000);
        }
    }

    private static Callable<Void> appendAll(EventSpool spool, int thread, int count) {
        return () -> {
            for (int i = 0; i < count; i++) {
                assertThat(spool.append(event(thread + "/" + i), Priority.KEPT)).isEqualTo(Append.STORED);
            }
            return null;
        };
    }

    private static List<String> numbered(int count) {
        return IntStream.range(0, count).mapToObj(i -> "event " + i).toList();
    }

    private List<Path> segments() throws IOException {
        return segments(folder);
    }

    private static List<Path> segments(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(SpoolSegment.SUFFIX))
                    .sorted()
                    .toList();
        }
    }
}
