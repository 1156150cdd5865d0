package io.marquee.localstack.testing;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.marquee.localstack.LocalStack;
import io.marquee.localstack.Part;
import io.marquee.localstack.embedded.EmbeddedStack;
import io.marquee.localstack.embedded.StackFolder;
import io.marquee.localstack.process.PidFile;
import io.marquee.localstack.process.ProcessIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestStacksTest {

    @Test
    void shouldStopPartsAndForgetDataWhenClosed() {
        // Given
        ProcessIdentity redis;
        Path folder;
        try (LocalStack stack = LocalStack.startForTests(Part.REDIS)) {
            redis = ((EmbeddedStack) stack).process(Part.REDIS).orElseThrow();
            folder = ((EmbeddedStack) stack).folder();
        }
        // Then
        assertThat(redis.alive()).isFalse();
        assertThat(folder).doesNotExist();
    }

    @Test
    void shouldStartEachPartOnceWhenSeveralClassesAskForIt() {
        // When
        Map<String, String> first = TestStacks.shared(Set.of(Part.REDIS));
        Map<String, String> second = TestStacks.shared(Set.of(Part.REDIS, Part.POSTGRES));
        // Then
        assertThat(second).containsAllEntriesOf(first).containsKey("POSTGRES_PORT");
    }

    @Test
    void shouldClearEverythingAwayWhenTestJvmIsKilled(@TempDir Path temporary) throws Exception {
        // Given
        Process jvm = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djava.io.tmpdir=" + temporary,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Sleeper.class.getName())
                .redirectErrorStream(true)
                .start();
        StackFolder folder;
        try (var output = jvm.inputReader()) {
            folder = new StackFolder(Path.of(output.readLine()));
            // When
            jvm.destroyForcibly().waitFor();
        }
        // Then
        await().atMost(10, SECONDS)
                .untilAsserted(() -> assertThat(folder.root()).doesNotExist());
        assertThat(ProcessHandle.allProcesses()
                        .map(process -> process.info().commandLine().orElse(""))
                        .filter(command -> command.contains(temporary.toString())))
                .isEmpty();
    }

    @Test
    void shouldSweepUpWhatADeadJvmLeftWhenNextOneWantsAFolder(@TempDir Path base) throws IOException {
        // Given
        Path orphan = Files.createDirectories(base.resolve("stack-orphan"));
        new PidFile(orphan.resolve("owner.pid")).write(new ProcessIdentity(1, "earlier-boot/1"));
        Process part = new ProcessBuilder("sleep", "60").start();
        new PidFile(orphan.resolve("run/redis.pid"))
                .write(ProcessIdentity.of(part.pid()).orElseThrow());
        // When
        Path folder = TestFolder.create(base);
        // Then
        assertThat(orphan).doesNotExist();
        assertThat(part.isAlive()).isFalse();
        assertThat(folder).isDirectory();
    }

    /** A test JVM that starts two parts, prints where, and hangs. */
    static final class Sleeper {

        private Sleeper() {}

        public static void main(String[] arguments) throws InterruptedException {
            LocalStack stack = LocalStack.startForTests(Part.REDIS, Part.POSTGRES);
            System.out.println(((EmbeddedStack) stack).folder());
            Thread.sleep(60_000);
        }
    }
}
