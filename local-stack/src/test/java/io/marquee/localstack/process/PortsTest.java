package io.marquee.localstack.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PortsTest {

    @Test
    void shouldSeeThatAPortIsTakenWhenAServerListensThere() throws IOException {
        // Given
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            // When
            boolean free = Ports.free(server.getLocalPort());
            // Then
            assertThat(free).isFalse();
        }
    }

    @Test
    void shouldSeeThatAPortIsFreeWhileProcessesAreForked() throws InterruptedException {
        // Given
        int port = Ports.random();
        AtomicBoolean enough = new AtomicBoolean();
        Thread forks = Thread.ofPlatform().start(() -> {
            while (!enough.get()) {
                CommandOutput.of("true");
            }
        });
        // When
        long free = IntStream.range(0, 500).filter(look -> Ports.free(port)).count();
        enough.set(true);
        forks.join();
        // Then
        assertThat(free).isEqualTo(500);
    }
}
