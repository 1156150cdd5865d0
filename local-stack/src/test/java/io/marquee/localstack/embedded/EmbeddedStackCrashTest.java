package io.marquee.localstack.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marquee.localstack.Part;
import io.marquee.localstack.PartStart;
import io.marquee.localstack.PartStartException;
import io.marquee.localstack.PartState;
import io.marquee.localstack.process.ProcessIdentity;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starts on what crashes leave behind. */
class EmbeddedStackCrashTest {

    @TempDir
    private Path root;

    private StackFolder folder;
    private EmbeddedStack stack;

    @BeforeEach
    void open() {
        folder = new StackFolder(root);
        stack = new EmbeddedStack(folder, Map.of(), Durability.UNTIL_CLOSED);
    }

    @AfterEach
    void close() {
        stack.close();
    }

    @Test
    void shouldStartWhenAllPartsWereKilledTogether() {
        // Given
        EnumSet<Part> all = EnumSet.allOf(Part.class);
        stack.start(all);
        // When
        all.parallelStream().forEach(stack::kill);
        stack.start(all);
        // Then
        assertThat(all).allMatch(part -> stack.state(part) == PartState.READY);
    }

    @Test
    void shouldStartWhenCreatingTheDatabaseWasCutOff() throws IOException {
        // Given
        Files.createDirectories(folder.data("postgres.new").resolve("base"));
        Files.createDirectories(folder.data("postgres").resolve("base"));
        // When
        stack.start(Set.of(Part.POSTGRES));
        // Then
        assertThat(stack.state(Part.POSTGRES)).isEqualTo(PartState.READY);
        assertThat(folder.data("postgres.new")).doesNotExist();
    }

    @Test
    void shouldStartWhenLockFileNamesAProcessOfSomebodyElse() throws IOException {
        // Given
        stack.start(Set.of(Part.POSTGRES));
        stack.kill(Part.POSTGRES);
        Path lockFile = folder.data("postgres").resolve("postmaster.pid");
        String recycled = Files.readString(lockFile)
                .replaceFirst("\\d+", Long.toString(ProcessHandle.current().pid()));
        Files.writeString(lockFile, recycled);
        // When
        stack.start(Set.of(Part.POSTGRES));
        // Then
        assertThat(stack.state(Part.POSTGRES)).isEqualTo(PartState.READY);
    }

    @Test
    void shouldReplaceServerOnOurDataWhenItsPidFileIsLost() throws IOException {
        // Given
        stack.start(Set.of(Part.POSTGRES));
        ProcessIdentity lost = stack.process(Part.POSTGRES).orElseThrow();
        folder.pidFile("postgres").delete();
        Files.delete(root.resolve("run/postgres.port"));
        // When
        stack.start(Set.of(Part.POSTGRES));
        // Then
        assertThat(lost.alive()).isFalse();
        assertThat(stack.state(Part.POSTGRES)).isEqualTo(PartState.READY);
    }

    @Test
    void shouldStartWhenFormattingKafkaWasCutOff() throws IOException {
        // Given
        Path log = Files.createDirectories(folder.data("kafka").resolve("log"));
        Files.writeString(log.resolve("meta.properties"), "version=1\n");
        // When
        stack.start(Set.of(Part.KAFKA));
        // Then
        assertThat(stack.state(Part.KAFKA)).isEqualTo(PartState.READY);
    }

    @Test
    void shouldStartWhenLastCommandInRedisFileIsCutOff() throws IOException {
        // Given
        stack.start(Set.of(Part.REDIS));
        stack.kill(Part.REDIS);
        Path log = folder.data("redis").resolve("appendonlydir/appendonly.aof.1.incr.aof");
        Files.writeString(log, "*3\r\n$3\r\nSET\r\n$1\r\na\r\n$100\r\ncut");
        // When
        stack.start(Set.of(Part.REDIS));
        // Then
        assertThat(stack.state(Part.REDIS)).isEqualTo(PartState.READY);
    }

    @Test
    void shouldNotTouchStrangerWhenPidWasRecycled() {
        // Given
        ProcessIdentity self = ProcessIdentity.current();
        folder.pidFile("redis").write(new ProcessIdentity(self.pid(), "another-boot/17"));
        // When
        stack.stop();
        // Then
        assertThat(self.alive()).isTrue();
        assertThat(folder.pidFile("redis").exists()).isFalse();
    }

    @Test
    void shouldNameHolderAndVariableWhenPortIsTaken() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            // Given
            EmbeddedStack onTakenPort =
                    new EmbeddedStack(folder, Map.of(Part.REDIS, taken.getLocalPort()), Durability.UNTIL_CLOSED);
            // Then
            assertThatThrownBy(() -> onTakenPort.start(Set.of(Part.REDIS)))
                    .isInstanceOf(PartStartException.class)
                    .hasMessageContaining("port " + taken.getLocalPort())
                    .hasMessageContaining("pid " + ProcessHandle.current().pid())
                    .hasMessageContaining("REDIS_PORT");
        }
    }

    @Test
    void shouldMoveToAnotherPortWhenItsOldOneIsTaken() throws IOException {
        // Given
        int old = stack.start(Set.of(Part.REDIS)).getFirst().endpoint().port();
        stack.stop();
        try (ServerSocket taken = new ServerSocket(old, 1, InetAddress.getLoopbackAddress())) {
            // When
            PartStart start = stack.start(Set.of(Part.REDIS)).getFirst();
            // Then
            assertThat(start.endpoint().port()).isNotEqualTo(taken.getLocalPort());
            assertThat(stack.state(Part.REDIS)).isEqualTo(PartState.READY);
        }
    }

    @Test
    void shouldSayWhereTheLogIsWhenPartEndsWhileStarting() throws IOException {
        // Given
        Path data = Files.createDirectories(folder.data("postgres"));
        stack.start(Set.of(Part.POSTGRES));
        stack.stop();
        Files.delete(data.resolve("global/pg_control"));
        // Then
        assertThatThrownBy(() -> stack.start(Set.of(Part.POSTGRES)))
                .isInstanceOf(PartStartException.class)
                .hasMessageContaining("postgres ended while it started")
                .hasMessageContaining(folder.log("postgres").toString())
                .hasMessageContaining("could not find the database system");
    }
}
