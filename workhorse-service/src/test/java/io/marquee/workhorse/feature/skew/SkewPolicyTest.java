package io.marquee.workhorse.feature.skew;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marquee.workhorse.feature.skew.SkewPolicy.Offline;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SkewPolicyTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Instant LONG_AGO = NOW.minusSeconds(3600);
    private static final Instant JUST_NOW = NOW.minusSeconds(2);

    private final SkewPolicy policy = new SkewPolicy(new Tolerance(1e-6), Duration.ofSeconds(10));

    @Test
    void shouldBeEqualWhenServingUsedTheValueOfTheMoment() {
        assertThat(judge(4.0, LONG_AGO, offline(4.0, 4.0, 4.0))).isEqualTo(SkewOutcome.EQUAL);
        assertThat(judge(null, null, offline(null, null, null))).isEqualTo(SkewOutcome.EQUAL);
    }

    @Test
    void shouldBeEqualWhenTheLastEventWasStillOnItsWay() {
        assertThat(judge(3.5, LONG_AGO, offline(3.5, 4.0, 3.5))).isEqualTo(SkewOutcome.EQUAL);
        assertThat(judge(null, null, offline(null, 4.0, 4.0))).isEqualTo(SkewOutcome.EQUAL);
    }

    @Test
    void shouldBeEqualWhenTheRowOfThisVerySecondWasThereAlready() {
        assertThat(judge(4.0, NOW.plusMillis(500), offline(3.5, 3.5, 4.0))).isEqualTo(SkewOutcome.EQUAL);
    }

    @Test
    void shouldNotCompareWhenTheEntityWasChangingInTheseSeconds() {
        assertThat(judge(3.75, JUST_NOW, offline(3.5, 4.0, 4.0))).isEqualTo(SkewOutcome.IN_FLIGHT);
    }

    @Test
    void shouldDifferWhenARecentRowIsExplainedByNoEvent() {
        assertThat(judge(1.0, JUST_NOW, offline(4.0, 4.0, 4.0))).isEqualTo(SkewOutcome.DIFFERING);
    }

    @Test
    void shouldBeStaleWhenServingUsedAnOldRowThatHasBeenReplaced() {
        assertThat(judge(3.5, LONG_AGO, offline(4.0, 4.0, 3.5))).isEqualTo(SkewOutcome.STALE);
    }

    @Test
    void shouldDifferWhenServingUsedWhatWasNeverRight() {
        assertThat(judge(1.0, LONG_AGO, offline(4.0, 4.0, 4.0))).isEqualTo(SkewOutcome.DIFFERING);
        assertThat(judge("Drama", LONG_AGO, offline("Comedy", "Comedy", "Comedy")))
                .isEqualTo(SkewOutcome.DIFFERING);
    }

    @Test
    void shouldNameTheSideOnWhichAValueIsMissing() {
        assertThat(judge(null, null, offline(4.0, 4.0, 4.0))).isEqualTo(SkewOutcome.MISSING_ONLINE);
        assertThat(judge(null, LONG_AGO, offline(4.0, 4.0, 4.0))).isEqualTo(SkewOutcome.MISSING_ONLINE);
        assertThat(judge(4.0, LONG_AGO, offline(null, null, null))).isEqualTo(SkewOutcome.MISSING_OFFLINE);
    }

    @Test
    void shouldAllowForWhatNumbersLoseOnTheirWay() {
        Tolerance tolerance = new Tolerance(1e-6);

        assertThat(tolerance.same(5, 5L)).isTrue();
        assertThat(tolerance.same(5, 5.0)).isTrue();
        assertThat(tolerance.same(5, 6L)).isFalse();
        assertThat(tolerance.same(0.1234567, 0.1234575)).isTrue();
        assertThat(tolerance.same(0.123456, 0.123458)).isFalse();
        assertThat(tolerance.same(1_000_000.5, 1_000_001.0)).isTrue();
        assertThat(tolerance.same(List.of("a", "b"), List.of("a", "b"))).isTrue();
        assertThat(tolerance.same(List.of("a", "b"), List.of("b", "a"))).isFalse();
        assertThat(tolerance.same(List.of(1), List.of(1L, 2L))).isFalse();
        assertThat(tolerance.same("1", 1L)).isFalse();
        assertThat(tolerance.same(true, true)).isTrue();
        assertThatThrownBy(() -> new Tolerance(-1)).hasMessage("the tolerance must be at least 0, got: -1.0");
    }

    private SkewOutcome judge(@Nullable Object served, @Nullable Instant rowTime, Offline offline) {
        return policy.judge(served, NOW, rowTime, offline);
    }

    private static Offline offline(@Nullable Object settled, @Nullable Object atPrediction, @Nullable Object atRow) {
        return new Offline(settled, atPrediction, atRow);
    }
}
