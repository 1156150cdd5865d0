package io.marquee.workhorse.feature.offline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marquee.contract.feature.FeatureField;
import io.marquee.contract.feature.FeatureView;
import io.marquee.contract.feature.JoinKey;
import io.marquee.contract.feature.ValueType;
import io.marquee.workhorse.feature.offline.OfflineBuild.Partition;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class YearRangeTest {

    private static final Instant EARLIEST = Instant.parse("2021-01-20T00:00:00Z");
    private static final Instant LATEST = Instant.parse("2022-12-31T23:59:59Z");

    private static final OfflineBuild BUILD = new OfflineBuild(
            "b",
            "scores",
            1,
            "",
            Instant.EPOCH,
            null,
            List.of(partition("1970"), partition("2020"), partition("2021"), partition("2022"), partition("2023")),
            List.of(),
            List.of("pushed"));

    @Test
    void shouldLeaveOutWhatIsLaterThanAllMoments() {
        assertThat(BUILD.objectKeys(YearRange.of(view(Duration.ZERO), EARLIEST, LATEST)))
                .containsExactly("1970", "2020", "2021", "2022", "pushed");
    }

    @Test
    void shouldLeaveOutWhatIsOlderThanTheTtlAllows() {
        assertThat(BUILD.objectKeys(YearRange.of(view(Duration.ofDays(30)), EARLIEST, LATEST)))
                .containsExactly("2020", "2021", "2022", "pushed");
        assertThat(BUILD.objectKeys(YearRange.of(view(Duration.ofDays(19)), EARLIEST, LATEST)))
                .containsExactly("2021", "2022", "pushed");
    }

    @Test
    void shouldKeepOneFileForItsColumns() {
        assertThat(BUILD.objectKeys(YearRange.of(
                        view(Duration.ZERO), Instant.EPOCH.minusSeconds(5), Instant.EPOCH.minusSeconds(1))))
                .containsExactly("1970", "pushed");
    }

    @Test
    void shouldTakeTheNewerOfTtlAndStartForARange() {
        YearRange range = YearRange.of(view(Duration.ofDays(30)), LATEST, LATEST);
        assertThat(range.from(EARLIEST)).isEqualTo(new YearRange(2022, 2022));
        assertThat(YearRange.of(view(Duration.ZERO), LATEST, LATEST).from(EARLIEST))
                .isEqualTo(new YearRange(2021, 2022));
    }

    @Test
    void shouldTakeInWhatIsOfNoYear() {
        assertThat(new YearRange(2020, 2020).contains("all")).isTrue();
        assertThat(new YearRange(2020, 2020).contains("none")).isTrue();
        assertThat(new YearRange(-5, 2020).contains("-4")).isTrue();
        assertThatThrownBy(() -> new YearRange(2, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the first year must not be after the last, got: 2, 1");
    }

    private static Partition partition(String year) {
        return new Partition(year, year, 1, "");
    }

    private static FeatureView view(Duration ttl) {
        return new FeatureView(
                "scores",
                1,
                List.of(new JoinKey("movie", "movie_id", ValueType.INT64)),
                List.of(new FeatureField("score", ValueType.DOUBLE, "A score.", null, null)),
                ttl,
                "test",
                "Scores.",
                Map.of(),
                "SELECT");
    }
}
