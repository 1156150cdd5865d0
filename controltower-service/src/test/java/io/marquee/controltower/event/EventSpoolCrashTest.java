package io.marquee.controltower.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.marquee.controltower.event.EventSpool.Append;
import io.marquee.controltower.event.SpoolLimits.Priority;
import io.marquee.platform.event.OutgoingEvent;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that stores events, tells which ones it has acknowledged, and is killed by the operating system. */
class EventSpoolCrashTest {

    private static final int KILLS = 20;
    private static final long SEED = 20_260_101;
    private static final SpoolLimits LIMITS = SpooledEvents.limits(20_000, 200_000_000);

    @TempDir
    Path folder;

    @Test
    void shouldLoseNothingThatWasAcknowledgedWhenTheProcessIsKilled() throws Exception {
        // Given
        Random random = new Random(SEED);
        Set<String> acknowledged = new HashSet<>();
        Path broker = folder.resolve("broker.txt");
        Files.createFile(broker);

        // When
        for (int kill = 0; kill < KILLS; kill++) {
            acknowledged.addAll(runAndKill(kill, broker, 1 + random.nextInt(400)));
        }

        // Then
        Set<String> kept = new HashSet<>(wholeLines(Files.readString(broker)));
        try (EventSpool spool = EventSpool.open(folder.resolve("spool"), LIMITS)) {
            kept.addAll(SpooledEvents.drain(spool));
        }
        assertThat(acknowledged).hasSizeGreaterThan(KILLS * 10);
        Set<String> lost = new HashSet<>(acknowledged);
        lost.removeAll(kept);
        assertThat(lost).isEmpty();
    }

    /** Lets a process append and relay for so many milliseconds after its first event; answers what it acknowledged. */
    private List<String> runAndKill(int round, Path broker, int millis) throws Exception {
        Path acknowledgements = folder.resolve("acknowledged" + round + ".txt");
        Process process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Appender.class.getName(),
                        folder.resolve("spool").toString(),
                        broker.toString(),
                        Integer.toString(round))
                .redirectOutput(acknowledgements.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            await().atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> Files.size(acknowledgements) > 0);
            Thread.sleep(millis);
            assertThat(process.isAlive()).isTrue();
        } finally {
            process.destroyForcibly().waitFor();
        }
        return wholeLines(Files.readString(acknowledgements));
    }

    /** The kill may have cut the last line. */
    private static List<String> wholeLines(String text) {
        return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
    }

    /** The process that is killed: four threads append and acknowledge, the relay publishes into a file. */
    static final class Appender {

        private Appender() {}

        public static void main(String[] arguments) throws Exception {
            EventSpool spool = EventSpool.open(Path.of(arguments[0]), LIMITS);
            Path broker = Path.of(arguments[1]);
            PrintStream acknowledgements = new PrintStream(System.out, true);
            EventRelay relay = new EventRelay(spool, event -> publish(broker, event), 20, 10_000, Clock.systemUTC());
            relay.start();
            List<Thread> threads = new ArrayList<>();
            for (int thread = 0; thread < 4; thread++) {
                String prefix = arguments[2] + "/" + thread + "/";
                threads.add(Thread.ofPlatform().start(() -> append(spool, prefix, acknowledgements)));
            }
            for (Thread thread : threads) {
                thread.join();
            }
        }

        private static void append(EventSpool spool, String prefix, PrintStream acknowledgements) {
            try {
                for (int i = 0; ; i++) {
                    if (spool.append(SpooledEvents.event(prefix + i), Priority.KEPT) == Append.STORED) {
                        acknowledgements.print(prefix + i + "\n");
                        acknowledgements.flush();
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static CompletableFuture<Void> publish(Path broker, OutgoingEvent event) {
            try {
                Files.writeString(broker, SpooledEvents.text(event) + "\n", StandardOpenOption.APPEND);
                return CompletableFuture.completedFuture(null);
            } catch (IOException e) {
                return CompletableFuture.failedFuture(e);
            }
        }
    }
}
