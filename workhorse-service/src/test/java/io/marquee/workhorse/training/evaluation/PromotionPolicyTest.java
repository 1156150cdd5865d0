package io.marquee.workhorse.training.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marquee.workhorse.training.evaluation.PromotionDecision.Hold;
import io.marquee.workhorse.training.evaluation.PromotionDecision.Promote;
import io.marquee.workhorse.training.evaluation.PromotionEvidence.Scores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PromotionPolicyTest {

    private final PromotionPolicy policy = new PromotionPolicy(0.01, 0.02, 100);

    @Test
    void shouldPromoteTheFirstVersionWhenItBeatsTheBaseline() {
        // When
        PromotionDecision decision = policy.decide(first(100, 0.88, 0.9));

        // Then
        assertThat(decision).isEqualTo(new Promote("first champion: RMSE 0.8800 against the baseline's 0.9000"));
    }

    @ParameterizedTest
    @CsvSource({"0.9, Promote", "0.909, Promote", "0.9091, Hold", "1.2, Hold", "NaN, Hold"})
    void shouldCompareTheFirstVersionWithTheBaselineWithinTolerance(double rmse, String expected) {
        assertThat(policy.decide(first(100, rmse, 0.9)).getClass().getSimpleName())
                .isEqualTo(expected);
    }

    @Test
    void shouldHoldWhenThereAreTooFewRowsToJudge() {
        assertThat(policy.decide(first(99, 0.1, 0.9)))
                .isEqualTo(new Hold("only 99 test rows, 100 are needed to judge"));
    }

    @ParameterizedTest
    @CsvSource({
        // newest challenger, newest champion, overall challenger, overall champion
        "0.90, 0.95, 0.88, 0.88, Promote",
        "0.95, 0.95, 0.88, 0.88, Promote",
        "0.9594, 0.95, 0.88, 0.88, Promote",
        "0.9596, 0.95, 0.88, 0.88, Hold",
        "0.90, 0.95, 0.8975, 0.88, Promote",
        "0.90, 0.95, 0.8977, 0.88, Hold",
        "NaN, 0.95, 0.88, 0.88, Hold",
    })
    void shouldCompareWithTheChampion(
            double challenger, double champion, double overallChallenger, double overallChampion, String expected) {
        // Given
        PromotionEvidence evidence = new PromotionEvidence(
                new Scores(accuracy(5000, overallChallenger), accuracy(5000, 0.9), accuracy(5000, overallChampion)),
                new Scores(accuracy(300, challenger), accuracy(300, 1.1), accuracy(300, champion)));

        // When
        PromotionDecision decision = policy.decide(evidence);

        // Then
        assertThat(decision.getClass().getSimpleName()).isEqualTo(expected);
        assertThat(decision.wireName()).isEqualToIgnoringCase(expected);
    }

    @Test
    void shouldSayWhy() {
        // Given
        Scores overall = new Scores(accuracy(5000, 0.88), accuracy(5000, 0.9), accuracy(5000, 0.88));

        // When, Then
        assertThat(policy.decide(new PromotionEvidence(
                                overall, new Scores(accuracy(300, 1.0), accuracy(300, 1.1), accuracy(300, 0.95))))
                        .reason())
                .isEqualTo("on the newest 300 rows its RMSE 1.0000 is worse than the champion's 0.9500");
        assertThat(policy.decide(new PromotionEvidence(
                                overall, new Scores(accuracy(300, 0.9), accuracy(300, 1.1), accuracy(300, 0.95))))
                        .reason())
                .isEqualTo("on the newest 300 rows its RMSE is 0.9000 against the champion's 0.9500");
        assertThat(policy.decide(first(5000, 0.95, 0.9)).reason())
                .isEqualTo("its RMSE 0.9500 does not reach the baseline's 0.9000");
    }

    @Test
    void shouldRefuseSettingsThatMakeNoSense() {
        assertThatThrownBy(() -> new PromotionPolicy(-0.1, 0.1, 1))
                .hasMessage("tolerance must be from 0 to below 1, got: -0.1");
        assertThatThrownBy(() -> new PromotionPolicy(0.1, 0.05, 1))
                .hasMessage("overall tolerance must be from the tolerance 0.1 to below 1, got: 0.05");
        assertThatThrownBy(() -> new PromotionPolicy(0, 0, 0))
                .hasMessage("minimum test rows must be at least 1, got: 0");
    }

    private static PromotionEvidence first(long rows, double rmse, double baseline) {
        Scores scores = new Scores(accuracy(rows, rmse), accuracy(rows, baseline), null);
        return new PromotionEvidence(scores, scores);
    }

    private static Accuracy accuracy(long rows, double rmse) {
        return new Accuracy(rows, rmse, rmse * 0.8);
    }
}
