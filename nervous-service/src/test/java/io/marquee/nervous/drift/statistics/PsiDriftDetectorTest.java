package io.marquee.nervous.drift.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.marquee.contract.drift.DriftBaseline;
import io.marquee.contract.drift.FeatureBaseline;
import io.marquee.contract.drift.FeatureBaseline.Categorical;
import io.marquee.contract.drift.FeatureBaseline.Numeric;
import io.marquee.contract.id.ModelVersion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PsiDriftDetectorTest {

    private static final double EXACT = 1e-12;
    private static final ModelVersion MODEL = new ModelVersion("personal-rating", 1);
    private static final Numeric YEAR =
            new Numeric("movie_metadata__year", List.of(1980.0, 1990.0, 2000.0, 2010.0), shares(5), 0, 1995, 10);
    private static final Numeric PREDICTION = new Numeric("prediction", List.of(3.0), List.of(0.5, 0.5), 0, 3, 1);

    /** Small enough for numbers by hand: 10 rows and 2 requests allow a verdict. */
    private final PsiDriftDetector detector = new PsiDriftDetector(100, 50, new DriftThresholds(10, 2, 0.1, 0.2));

    @Test
    void shouldBeStableWhenTrafficLooksLikeTheBaseline() {
        // Given
        List<Observation> traffic = List.of(years(1970, 1985, 1995, 2005, 2015, 2015), years(1979.9, 1980, 1990, 2000));

        // When
        DriftReport report = detector.detect(MODEL, baseline(YEAR), traffic);

        // Then
        assertThat(report.verdict()).isEqualTo(Verdict.STABLE);
        assertThat(report.rows()).isEqualTo(10);
        assertThat(report.requests()).isEqualTo(2);
        assertThat(report.features().getFirst())
                .isEqualTo(new FeatureDrift("movie_metadata__year", 10, 0, 0, 0, Verdict.STABLE));
        assertThat(report.prediction().psi()).isZero();
    }

    @Test
    void shouldSeeAShiftThatIsWhollyOutsideTheBaseline() {
        // Given
        Observation shifted = years(9999, 9999, 9999, 9999, 9999);

        // When
        DriftReport report = detector.detect(MODEL, baseline(YEAR), List.of(shifted, shifted));

        // Then
        FeatureDrift year = report.features().getFirst();
        assertThat(year.psi()).isCloseTo(7.36523193659713, within(EXACT));
        assertThat(year.verdict()).isEqualTo(Verdict.DRIFTED);
        assertThat(report.verdict()).isEqualTo(Verdict.DRIFTED);
        assertThat(report.worst()).contains(year);
    }

    @Test
    void shouldSeeThatAConstantHasChanged() {
        // Given
        Numeric constant = new Numeric("flag", List.of(), List.of(1.0), 0, 0.1 + 0.2, 0);

        // When
        FeatureDrift same = feature(constant, Collections.nCopies(10, 0.3));
        FeatureDrift changed = feature(constant, Collections.nCopies(10, 0.4));

        // Then
        assertThat(same.psi()).isZero();
        assertThat(changed.psi()).isCloseTo(18.41883867587797, within(EXACT));
    }

    @Test
    void shouldSeeAColumnThatGoesMissing() {
        // When
        FeatureDrift gone = feature(YEAR, Collections.nCopies(10, null));

        // Then
        assertThat(gone.missingRate()).isEqualTo(1);
        assertThat(gone.psi()).isCloseTo(16.806521346251298, within(EXACT));
    }

    @Test
    void shouldCountValuesOfAnotherTypeAsMissing() {
        // When
        FeatureDrift year =
                feature(YEAR, Arrays.asList(1970, 1985L, 1995.5, 2005f, 2015, 1, "2005", Double.NaN, List.of(), null));

        // Then
        assertThat(year.missingRate()).isEqualTo(0.4);
    }

    @Test
    void shouldCompareCategoriesWithABinForNewOnesAndOneForMissingOnes() {
        // Given
        Categorical genre =
                new Categorical("movie_metadata__main_genre", List.of("Drama", "Comedy"), List.of(0.6, 0.3, 0.1), 0.2);

        // When
        FeatureDrift drift = feature(
                genre,
                Arrays.asList(
                        "Drama", "Drama", "Drama", "Drama", "Drama", "Comedy", "Comedy", "Western", "Musical", null));

        // Then
        assertThat(drift.psi()).isCloseTo(0.1873789080430564, within(EXACT));
        assertThat(drift.missingRate()).isEqualTo(0.1);
        assertThat(drift.baselineMissingRate()).isEqualTo(0.2);
        assertThat(drift.verdict()).isEqualTo(Verdict.WARNING);
    }

    @Test
    void shouldSeeADriftOfThePredictionsAlone() {
        // Given
        Observation traffic = new Observation(Map.of(), Collections.nCopies(5, 4.5));

        // When
        DriftReport report = detector.detect(MODEL, baseline(), List.of(traffic, traffic));

        // Then
        assertThat(report.verdict()).isEqualTo(Verdict.DRIFTED);
        assertThat(report.worst()).contains(report.prediction());
        assertThat(report.prediction().name()).isEqualTo("prediction");
    }

    @Test
    void shouldCollectUntilTheSampleIsLargeEnough() {
        // Given
        Observation shifted = years(9999, 9999, 9999, 9999, 9999);
        double[] twenty = new double[20];
        Arrays.fill(twenty, 9999);

        // Then
        assertThat(verdict()).as("nothing").isEqualTo(Verdict.COLLECTING);
        assertThat(verdict(shifted)).as("too few rows").isEqualTo(Verdict.COLLECTING);
        assertThat(verdict(years(twenty))).as("rows enough, but of one request").isEqualTo(Verdict.COLLECTING);
        assertThat(verdict(shifted, shifted)).as("enough").isEqualTo(Verdict.DRIFTED);
    }

    @Test
    void shouldLeaveAColumnOutThatTooFewRequestsLogged() {
        // Given
        Observation without = new Observation(Map.of(), List.of(2.0, 2.0, 2.0, 4.0, 4.0, 4.0));
        Observation with = years(9999, 9999, 9999, 9999);

        // When
        DriftReport report = detector.detect(MODEL, baseline(YEAR), List.of(without, without, with));

        // Then
        assertThat(report.features().getFirst().rows()).isEqualTo(4);
        assertThat(report.features().getFirst().verdict()).isEqualTo(Verdict.COLLECTING);
        assertThat(report.verdict()).isEqualTo(Verdict.STABLE);
    }

    @Test
    void shouldLookAtTheNewestRowsOnly() {
        // Given
        PsiDriftDetector narrow = new PsiDriftDetector(10, 5, new DriftThresholds(10, 2, 0.1, 0.2));
        Observation newest = years(1970, 1985, 1995, 2005, 2015);
        Observation old = years(9999, 9999, 9999, 9999, 9999);

        // When
        DriftReport report = narrow.detect(MODEL, baseline(YEAR), List.of(newest, newest, old, old));

        // Then
        assertThat(report.rows()).isEqualTo(10);
        assertThat(report.features().getFirst().psi()).isZero();
    }

    @Test
    void shouldTakeAnEvenPartOfALargeRequest() {
        // Given
        PsiDriftDetector narrow = new PsiDriftDetector(10, 5, new DriftThresholds(10, 2, 0.1, 0.2));
        Observation large = years(1970, 1970, 1985, 1985, 1995, 1995, 2005, 2005, 2015, 2015);

        // When
        DriftReport report = narrow.detect(MODEL, baseline(YEAR), List.of(large, large));

        // Then
        assertThat(report.rows()).isEqualTo(10);
        assertThat(report.features().getFirst().psi()).isZero();
    }

    @Test
    void shouldListTheWorstFeatureFirst() {
        // Given
        Numeric stable = new Numeric("a_stable", List.of(0.0), List.of(0.5, 0.5), 0, 0, 1);
        Observation traffic = new Observation(
                Map.of("a_stable", List.of(-1, -1, 0, 0), YEAR.name(), List.of(9999, 9999, 9999, 9999)),
                List.of(2.0, 2.0, 4.0, 4.0));

        // When
        DriftReport report = detector.detect(MODEL, baseline(stable, YEAR), List.of(traffic, traffic, traffic));

        // Then
        assertThat(report.features()).extracting(FeatureDrift::name).containsExactly(YEAR.name(), "a_stable");
    }

    @Test
    void shouldRefuseAWindowThatNeverAllowsAVerdict() {
        DriftThresholds thresholds = new DriftThresholds(200, 10, 0.1, 0.2);

        assertThatThrownBy(() -> new PsiDriftDetector(100, 10, thresholds))
                .hasMessage("a window of 100 rows, 10 of a request, never holds the 200 rows that a verdict needs");
        assertThatThrownBy(() -> new PsiDriftDetector(2000, 500, thresholds))
                .hasMessage("a window of 2000 rows can be full after 4 requests of 500 rows; a verdict would need 10");
        assertThatThrownBy(() -> new DriftThresholds(200, 10, 0.3, 0.2))
                .hasMessageContaining("got: warning 0.3, drifted 0.2");
    }

    private Verdict verdict(Observation... traffic) {
        return detector.detect(MODEL, baseline(YEAR), List.of(traffic)).verdict();
    }

    private FeatureDrift feature(FeatureBaseline baseline, List<? extends @Nullable Object> values) {
        List<@Nullable Object> column = new ArrayList<>(values);
        int half = values.size() / 2;
        List<Double> predictions = Collections.nCopies(half, 3.0);
        return detector.detect(
                        MODEL,
                        baseline(baseline),
                        List.of(
                                new Observation(Map.of(baseline.name(), column.subList(0, half)), predictions),
                                new Observation(Map.of(baseline.name(), column.subList(half, 2 * half)), predictions)))
                .features()
                .getFirst();
    }

    private static Observation years(double... years) {
        List<@Nullable Object> column =
                Arrays.stream(years).<@Nullable Object>mapToObj(year -> year).toList();
        List<Double> predictions = new ArrayList<>();
        for (int i = 0; i < years.length; i++) {
            predictions.add(i % 2 == 0 ? 2.0 : 4.0);
        }
        return new Observation(Map.of(YEAR.name(), column), predictions);
    }

    private static List<Double> shares(int bins) {
        return Collections.nCopies(bins, 1.0 / bins);
    }

    private static DriftBaseline baseline(FeatureBaseline... features) {
        return new DriftBaseline(
                MODEL.name(),
                "0123456789abcdef0123456789abcdef",
                Instant.parse("2026-01-01T00:00:00Z"),
                1000,
                0.9,
                List.of(features),
                PREDICTION);
    }
}
