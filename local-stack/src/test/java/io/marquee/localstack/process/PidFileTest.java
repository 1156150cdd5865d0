package io.marquee.localstack.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PidFileTest {

    @TempDir
    private Path folder;

    private PidFile file;

    @BeforeEach
    void open() {
        file = new PidFile(folder.resolve("run/thing.pid"));
    }

    @Test
    void shouldFindProcessAgainWhenItStillRuns() {
        // Given
        ProcessIdentity self = ProcessIdentity.current();
        // When
        file.write(self);
        // Then
        assertThat(file.read()).contains(self);
        assertThat(file.running()).contains(self);
    }

    @Test
    void shouldFindNothingRunningWhenPidBelongsToAnotherProcessNow() {
        // Given
        ProcessIdentity predecessor =
                new ProcessIdentity(ProcessHandle.current().pid(), "earlier-boot/4711");
        // When
        file.write(predecessor);
        // Then
        assertThat(file.read()).contains(predecessor);
        assertThat(file.running()).isEmpty();
    }

    @Test
    void shouldFindNothingRunningWhenProcessHasEnded() throws Exception {
        // Given
        Process process = new ProcessBuilder("sleep", "60").start();
        ProcessIdentity identity = ProcessIdentity.of(process.pid()).orElseThrow();
        file.write(identity);
        // When
        process.destroyForcibly().waitFor();
        // Then
        assertThat(file.running()).isEmpty();
        assertThat(identity.handle()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "pid=", "pid=12", "pid=x\nborn=y\n", "pid=-3\nborn=y\n", "4711\n"})
    void shouldFindNothingWhenFileIsTorn(String content) throws IOException {
        // Given
        Files.createDirectories(file.path().getParent());
        Files.writeString(file.path(), content);
        // Then
        assertThat(file.read()).isEmpty();
    }

    @Test
    void shouldFindNothingWhenThereIsNoFile() {
        assertThat(file.read()).isEmpty();
        assertThat(file.exists()).isFalse();
    }
}
