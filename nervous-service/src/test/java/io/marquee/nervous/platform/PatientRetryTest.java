package io.marquee.nervous.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PatientRetryTest {

    private final PatientRetry retry = new PatientRetry(Duration.ofMillis(1), Duration.ofMillis(4));

    @Test
    void shouldTryUntilTheWorkSucceeds() {
        // Given
        AtomicInteger tries = new AtomicInteger();

        // When
        retry.untilDone("store", () -> {
            if (tries.incrementAndGet() < 5) {
                throw new IllegalStateException("the database is away");
            }
        });

        // Then
        assertThat(tries).hasValue(5);
    }

    @Test
    void shouldGiveUpOnlyWhenTheServiceStops() {
        // Given
        AtomicInteger tries = new AtomicInteger();

        // Then
        assertThatThrownBy(() -> retry.untilDone("store", () -> {
                    if (tries.incrementAndGet() == 3) {
                        retry.stop();
                    }
                    throw new IllegalStateException("the database is away");
                }))
                .hasMessage("store: the service stops before it succeeded");
        assertThat(tries).hasValue(3);
    }
}
