package io.marquee.workhorse.tracking.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetryPolicyTest {

    private final RetryPolicy policy = new RetryPolicy(8, Duration.ofSeconds(1), Duration.ofSeconds(20), 5);

    @Test
    void shouldDoubleTheWaitUpToTheLongestWithUpToHalfOnTop() {
        long[] least = {1, 2, 4, 8, 16, 20, 20};
        for (int made = 1; made <= least.length; made++) {
            // When
            Duration wait = policy.next(7, made, 503, null).orElseThrow();

            // Then
            assertThat(wait)
                    .as("after attempt " + made)
                    .isBetween(Duration.ofSeconds(least[made - 1]), Duration.ofMillis(1500 * least[made - 1]));
        }
        assertThat(policy.next(7, 8, 503, null)).isEmpty();
    }

    @Test
    void shouldSpreadDeliveriesAndRepeatForTheSameSeed() {
        // When
        Set<Duration> waits = new HashSet<>();
        for (long delivery = 0; delivery < 100; delivery++) {
            waits.add(policy.next(delivery, 1, null, null).orElseThrow());
        }

        // Then
        assertThat(waits).hasSizeGreaterThan(60);
        assertThat(new RetryPolicy(8, Duration.ofSeconds(1), Duration.ofSeconds(20), 5).next(3, 2, null, null))
                .isEqualTo(policy.next(3, 2, null, null));
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 307, 400, 401, 404, 410, 501})
    void shouldNotRepeatWhatWillBeAnsweredTheSame(int status) {
        assertThat(policy.next(1, 1, status, null)).isEmpty();
    }

    @Test
    void shouldGrantWhatTheReceiverAsksForWithinLimits() {
        assertThat(policy.next(1, 1, 429, Duration.ofSeconds(15))).contains(Duration.ofSeconds(15));
        assertThat(policy.next(1, 1, 429, Duration.ofHours(9))).contains(Duration.ofSeconds(20));
    }

    @Test
    void shouldRefuseWhatIsNoPolicy() {
        assertThatThrownBy(() -> new RetryPolicy(0, Duration.ofSeconds(1), Duration.ofSeconds(2), 1))
                .hasMessage("a delivery is attempted at least once, got: 0");
        assertThatThrownBy(() -> new RetryPolicy(1, Duration.ofSeconds(3), Duration.ofSeconds(2), 1))
                .hasMessage("waits must be positive and grow, got: from PT3S to PT2S");
    }
}
