package io.marquee.nervous.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.marquee.contract.event.SystemAlert;
import io.marquee.contract.id.ModelVersion;
import io.marquee.nervous.drift.statistics.DriftReport;
import io.marquee.nervous.drift.statistics.FeatureDrift;
import io.marquee.nervous.drift.statistics.Verdict;
import io.marquee.nervous.performance.ErrorReport;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChampionAlertPolicyTest {

    private static final ModelVersion MODEL = new ModelVersion("personal-rating", 2);

    private final ChampionAlertPolicy policy = new ChampionAlertPolicy(1.1);

    @Test
    void shouldRaiseDriftWithTheColumnsThatDrifted() {
        assertThat(policy.conditions(List.of(drift(Verdict.DRIFTED, 0.42)), List.of()))
                .containsExactly(new Condition.Raised(
                        "feature-drift",
                        "personal-rating/2",
                        SystemAlert.Level.WARNING,
                        "year of personal-rating v2 has drifted: PSI 0.420 over 400 predictions",
                        Map.of(
                                "model_name",
                                "personal-rating",
                                "model_version",
                                2,
                                "rows",
                                400,
                                "psi",
                                Map.of("year", 0.42))));
    }

    @Test
    void shouldClearDriftOnlyBelowTheWarningThreshold() {
        assertThat(policy.conditions(List.of(drift(Verdict.WARNING, 0.15)), List.of()))
                .isEmpty();
        assertThat(policy.conditions(List.of(drift(Verdict.COLLECTING, 0)), List.of()))
                .isEmpty();
        assertThat(policy.conditions(List.of(drift(Verdict.STABLE, 0.05)), List.of()))
                .containsExactly(new Condition.Cleared(
                        "feature-drift", "personal-rating/2", "personal-rating v2 looks like its baseline again"));
    }

    @Test
    void shouldClearAGrownErrorHalfWayBack() {
        assertThat(policy.conditions(List.of(), List.of(error(1.2, ErrorReport.Verdict.DEGRADED))))
                .singleElement()
                .isInstanceOfSatisfying(
                        Condition.Raised.class,
                        raised -> assertThat(raised.message())
                                .isEqualTo(
                                        "the RMSE of personal-rating v2 is 1.20 times that of its test rows over 80 rated predictions"));
        assertThat(policy.conditions(List.of(), List.of(error(1.06, ErrorReport.Verdict.STABLE))))
                .isEmpty();
        assertThat(policy.conditions(List.of(), List.of(error(1.04, ErrorReport.Verdict.STABLE))))
                .singleElement()
                .isInstanceOf(Condition.Cleared.class);
        assertThat(policy.conditions(List.of(), List.of(error(2, ErrorReport.Verdict.COLLECTING))))
                .isEmpty();
    }

    private static DriftReport drift(Verdict verdict, double psi) {
        return new DriftReport(
                MODEL,
                400,
                40,
                verdict,
                List.of(new FeatureDrift("year", 400, psi, 0, 0, verdict)),
                new FeatureDrift("prediction", 400, 0, 0, 0, Verdict.COLLECTING));
    }

    private static ErrorReport error(double ratio, ErrorReport.Verdict verdict) {
        return new ErrorReport(MODEL, 80, ratio, ratio, 1, ratio, verdict);
    }
}
