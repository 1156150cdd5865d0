package io.marquee.journey.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BenchTest {

    @Test
    void shouldReadTheCommandLine() {
        assertThat(Bench.Options.parse(List.of())).isEqualTo(new Bench.Options(Optional.empty(), 1));
        assertThat(Bench.Options.parse(List.of("imdb-load", "--scale", "0.1")))
                .isEqualTo(new Bench.Options(Optional.of("imdb-load"), 0.1));
    }

    @Test
    void shouldNameTheArgumentThatIsNotUnderstood() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Bench.Options.parse(List.of("a", "b")))
                .withMessage("'b' is not understood. usage: ./marquee bench [NAME [--scale SHARE]]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Bench.Options.parse(List.of("a", "--scale", "big")))
                .withMessage("--scale must be a number such as 0.1, got: 'big'");
    }

    @Test
    void shouldCompareTimesAndSpeedsWithTheReference() {
        // Given
        Measurement reference = Measurement.reference("gzip", 1_000, "lines", 2.0);

        // When
        Measurement slow = Measurement.timeAtMost(2.5, reference, "read", 1_000, "lines", 5.2);
        Measurement fast = Measurement.speedAtLeast(0.5, reference, "restore", 500, "rows", 1.6);

        // Then
        assertThat(slow.ratio()).hasValue(2.6);
        assertThat(slow.within()).isFalse();
        assertThat(fast.ratio()).hasValue(0.625);
        assertThat(fast.within()).isTrue();
    }

    @Test
    void shouldAlignTheTable() {
        // Given
        Measurement reference = Measurement.reference("gzip | wc", 10_000_000, "lines", 5.0);
        BenchmarkReport report = new BenchmarkReport(
                "IMDb",
                List.of(reference, Measurement.timeAtMost(2.5, reference, "read", 10_000_000, "titles", 10.0)),
                List.of("heap 512 MB"));

        // Then
        assertThat(report.render()).isEqualTo("""

                  IMDb

                  work            units          seconds  per second      ratio  wanted
                  ────────────────────────────────────────────────────────────────────────────────
                  gzip | wc  10,000,000  lines      5.00   2,000,000  reference
                  read       10,000,000  titles    10.00   1,000,000       2.00  time ≤ 2.5 ×  met

                  heap 512 MB
                """);
    }
}
