package io.marquee.controltower.orchestration.run;

import static io.marquee.controltower.orchestration.run.TestRuns.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class WatchWindowTest {

    private final WatchWindow watch = new WatchWindow(Duration.ofSeconds(5));

    @Test
    void shouldReachBackToTheFirstLookWhenThereIsNoGap() {
        // Given
        watch.look(NOON);
        watch.look(NOON.plusSeconds(5));

        // When
        Instant since = watch.look(NOON.plusSeconds(10));

        // Then
        assertThat(since).isEqualTo(NOON);
    }

    @Test
    void shouldBeginAnewWhenThereWasAGap() {
        // Given
        watch.look(NOON);

        // When
        Instant since = watch.look(NOON.plusMillis(5001));

        // Then
        assertThat(since).isEqualTo(NOON.plusMillis(5001));
    }
}
