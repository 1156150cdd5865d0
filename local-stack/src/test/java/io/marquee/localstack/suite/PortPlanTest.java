package io.marquee.localstack.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PortPlanTest {

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("run/ports.properties");
    }

    @Test
    void shouldUseKnownPortsWhenNothingIsSet() {
        // When
        PortPlan plan = plan(Map.of());
        // Then
        assertThat(plan.port("postgres")).isEqualTo(5432);
        assertThat(plan.port("redis")).isEqualTo(6379);
        assertThat(plan.port("kafka")).isEqualTo(9092);
        assertThat(plan.port("s3")).isEqualTo(9000);
        assertThat(plan.port("workhorse")).isEqualTo(5002);
        assertThat(plan.port("controltower")).isEqualTo(8000);
        assertThat(plan.port("nervous")).isEqualTo(8082);
    }

    @Test
    void shouldUseGivenPortWhenItsVariableIsSet() {
        assertThat(plan(Map.of("NERVOUS_PORT", "18082")).port("nervous")).isEqualTo(18082);
    }

    @Test
    void shouldKeepRandomPortsWhenTheyAreStillFree() {
        // Given
        PortPlan first = plan(Map.of("MARQUEE_PORTS", "random"));
        first.save(file);
        // When
        PortPlan second = plan(Map.of("MARQUEE_PORTS", "random"));
        // Then
        assertThat(second.port("kafka")).isEqualTo(first.port("kafka")).isNotEqualTo(9092);
    }

    @Test
    void shouldTakeAnotherRandomPortWhenTheLastOneIsTaken() throws IOException {
        // Given
        PortPlan first = plan(Map.of("MARQUEE_PORTS", "random"));
        first.save(file);
        try (ServerSocket taken = new ServerSocket(first.port("s3"), 1, InetAddress.getLoopbackAddress())) {
            // When
            PortPlan second = plan(Map.of("MARQUEE_PORTS", "random"));
            // Then
            assertThat(second.port("s3")).isNotEqualTo(taken.getLocalPort());
        }
    }

    @Test
    void shouldLookWhereTheSuiteRunsWhenVariablesHaveChangedSince() {
        // Given
        plan(Map.of("REDIS_PORT", "16379")).save(file);
        // When
        PortPlan current = PortPlan.current(Map.of(), file, name -> false);
        // Then
        assertThat(current.port("redis")).isEqualTo(16379);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "65536", "-1", "80a", "123456"})
    void shouldQuoteValueWhenPortIsNone(String value) {
        assertThatThrownBy(() -> plan(Map.of("KAFKA_PORT", value)))
                .isInstanceOf(SuiteException.class)
                .hasMessageContaining("KAFKA_PORT=\"" + value + "\"");
    }

    @Test
    void shouldRefuseWhenTwoWantTheSamePort() {
        assertThatThrownBy(() -> plan(Map.of("WORKHORSE_PORT", "8000")))
                .isInstanceOf(SuiteException.class)
                .hasMessage("port 8000 is asked for by workhorse and by controltower");
    }

    private PortPlan plan(Map<String, String> environment) {
        return PortPlan.of(environment, file, name -> false);
    }
}
