package io.marquee.localstack.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class PortHolderTest {

    @Test
    void shouldNameThisProcessWhenItListens() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            // When
            PortHolder holder = PortHolder.of(server.getLocalPort()).orElseThrow();
            // Then
            assertThat(holder.pid()).isEqualTo(ProcessHandle.current().pid());
            assertThat(holder.command()).contains("java");
        }
    }

    @Test
    void shouldNameThisProcessWhenItListensOnAllAddresses() throws IOException {
        try (ServerSocket server = new ServerSocket(0)) {
            assertThat(PortHolder.of(server.getLocalPort()))
                    .map(PortHolder::pid)
                    .contains(ProcessHandle.current().pid());
        }
    }

    @Test
    void shouldNameNobodyWhenPortIsFree() {
        assertThat(PortHolder.of(Ports.random())).isEmpty();
    }

    @Test
    void shouldTellTakenFromFreePort() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(Ports.free(server.getLocalPort())).isFalse();
        }
        assertThat(Ports.free(Ports.random())).isTrue();
    }
}
