package io.marquee.workhorse.feature.historical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marquee.contract.problem.ProblemException;
import io.marquee.workhorse.feature.historical.HistoricalRequest.Wanted;
import io.marquee.workhorse.feature.offline.TestCatalogue;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HistoricalRequestTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Instant MARCH = Instant.parse("2026-03-01T00:00:00Z");

    @Test
    void shouldTakeFeastsWindowForARangeThatIsOpen() {
        assertThat(range(null, MARCH, "movie_popularity:views_1d", "movie_metadata:title"))
                .extracting(Wanted::start, Wanted::end)
                .containsExactly(MARCH.minus(Duration.ofDays(30)), MARCH);
        assertThat(range(MARCH.minusSeconds(5), null, "movie_metadata:title"))
                .extracting(Wanted::start, Wanted::end)
                .containsExactly(MARCH.minusSeconds(5), NOW);
        assertThat(range(null, MARCH, "movie_metadata:title").start()).isEqualTo(MARCH.minus(Duration.ofDays(30)));
    }

    @Test
    void shouldRefuseARangeThatIsNone() {
        assertThatThrownBy(() -> range(null, null, "movie_metadata:title"))
                .isInstanceOf(ProblemException.class)
                .hasMessage("'entity_frame' is required, or start or end instead of it, got: null");
        assertThatThrownBy(() -> range(NOW, MARCH, "movie_metadata:title"))
                .isInstanceOf(ProblemException.class)
                .hasMessage("'start' must be before the end, " + MARCH + ", got: " + NOW);
        assertThatThrownBy(() -> new HistoricalRequest(
                                new HistoricalRequest.Frame("labels.csv", null, null, null, null),
                                null,
                                MARCH,
                                List.of("movie_metadata:title"),
                                null,
                                false)
                        .check(TestCatalogue.DEFINITIONS, NOW))
                .isInstanceOf(ProblemException.class)
                .hasMessage("'end' must be absent beside an entity frame, got: " + MARCH);
    }

    private static Wanted range(@Nullable Instant start, @Nullable Instant end, String... features) {
        return new HistoricalRequest(null, start, end, List.of(features), null, false)
                .check(TestCatalogue.DEFINITIONS, NOW);
    }
}
