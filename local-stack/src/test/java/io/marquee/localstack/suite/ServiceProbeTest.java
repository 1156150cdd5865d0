package io.marquee.localstack.suite;

import static org.assertj.core.api.Assertions.assertThat;

import io.marquee.localstack.process.Ports;
import org.junit.jupiter.api.Test;

class ServiceProbeTest {

    @Test
    void shouldNameOnlyChecksThatAreDown() {
        // Given
        String health = """
                {"status": "DOWN", "checks": [
                  {"name": "online-features", "status": "UP"},
                  {"name": "models", "status": "DOWN", "data": {"personal-rating": "none (absent)"}}]}
                """;
        // Then
        assertThat(ServiceProbe.failing(health)).containsExactly("models");
    }

    @Test
    void shouldNameNothingWhenAnswerIsNoHealth() {
        assertThat(ServiceProbe.failing("<html>")).isEmpty();
        assertThat(ServiceProbe.failing("[]")).isEmpty();
    }

    @Test
    void shouldSayNoWhenNobodyAnswers() {
        // Given
        int port = Ports.random();
        ServiceProbe probe = new ServiceProbe();
        // Then
        assertThat(probe.answers(port, "/ready")).isFalse();
        assertThat(probe.failingChecks(port)).isEmpty();
    }
}
