package io.marquee.workhorse.feature.skew;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SkewSamplerTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    @Test
    void shouldKeepAboutTheShareThatIsAskedForAndTheSameEventsEachTime() {
        // When
        List<Integer> once = kept(new SkewSampler(0.25, 1_000_000, clock(NOON)));
        List<Integer> again = kept(new SkewSampler(0.25, 1_000_000, clock(NOON.plusSeconds(90))));

        // Then: ids are fixed, so is the number
        assertThat(once).isEqualTo(again);
        assertThat(once.size()).isBetween(2_300, 2_700);
    }

    @Test
    void shouldKeepAllOrNoneAtTheEnds() {
        assertThat(kept(new SkewSampler(1, 1_000_000, clock(NOON)))).hasSize(10_000);
        assertThat(kept(new SkewSampler(0, 1_000_000, clock(NOON)))).isEmpty();
    }

    @Test
    void shouldKeepNoMoreThanTheBudgetOfAMinute() {
        assertThat(kept(new SkewSampler(1, 7, clock(NOON)))).hasSize(7);
    }

    private static List<Integer> kept(SkewSampler sampler) {
        return IntStream.range(0, 10_000)
                .filter(i -> sampler.keeps(TestPredictions.of("event-" + i, NOON)))
                .boxed()
                .toList();
    }

    private static Clock clock(Instant now) {
        return Clock.fixed(now, ZoneOffset.UTC);
    }
}
