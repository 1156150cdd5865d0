package io.marquee.workhorse.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BackOffTest {

    @Test
    void shouldWaitLongerFromTryToTry() {
        // Given
        BackOff backOff = new BackOff();

        // When
        List<Long> pauses =
                Stream.generate(backOff::next).limit(7).map(Duration::toMillis).toList();
        backOff.reset();

        // Then
        assertThat(pauses).containsExactly(200L, 400L, 800L, 1_600L, 3_200L, 5_000L, 5_000L);
        assertThat(backOff.next()).isEqualTo(Duration.ofMillis(200));
    }
}
