package io.marquee.workhorse.ingestion.quality.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marquee.contract.event.DataQuality.CheckType;
import io.marquee.contract.event.DataQuality.Status;
import io.marquee.workhorse.ingestion.quality.rule.Measurement.Change;
import io.marquee.workhorse.ingestion.quality.rule.Measurement.Count;
import io.marquee.workhorse.ingestion.quality.rule.Measurement.Newest;
import io.marquee.workhorse.ingestion.quality.rule.Measurement.Share;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QualityPolicyTest {

    private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");

    private final QualityPolicy policy = new QualityPolicy(Clock.fixed(NOW, ZoneOffset.UTC));

    @ParameterizedTest
    @CsvSource({
        "0, 8, PASSED, 1.0",
        "4, 8, WARNING, 0.5",
        "5, 8, FAILED, 0.375",
        "8, 8, FAILED, 0.0",
        "0, 0, PASSED, 1.0"
    })
    void shouldJudgeAShareByItsBound(long affected, long total, Status status, double score) {
        // When
        CheckResult result = policy.judge(rule(new Check.Accepted(0.5)), new Share(affected, total));

        // Then
        assertThat(result.status()).isEqualTo(status);
        assertThat(result.score()).isEqualTo(score);
        assertThat(result.observed()).isEqualTo(total == 0 ? null : score);
        assertThat(result.threshold()).isEqualTo(0.5);
        assertThat(result.affected()).isEqualTo(affected);
        assertThat(result.total()).isEqualTo(total);
        assertThat(result.forbidsLoad()).isEqualTo(status == Status.FAILED);
    }

    @Test
    void shouldNameRuleObservedValueAndThreshold() {
        assertThat(judged(new Check.Accepted(0.5), new Share(5, 8)).message())
                .isEqualTo("rule one: 37.50 % of the records were accepted, at least 50.00 % are needed");
        assertThat(judged(new Check.Valid("year", 0.9), new Share(1, 4)).message())
                .isEqualTo("rule one: 75.00 % of the records have a valid 'year', at least 90.00 % are needed");
        assertThat(judged(new Check.Nulls("year", 0.25), new Share(1, 3)).message())
                .isEqualTo("rule one: 33.33 % of the records do not know 'year', at most 25.00 % may");
        assertThat(judged(new Check.Range("runtime_minutes", 1.0, 600.0, 0.9), new Share(1, 4))
                        .message())
                .isEqualTo("rule one: 75.00 % of the values of 'runtime_minutes' lie within 1 to 600,"
                        + " at least 90.00 % are needed");
        assertThat(judged(new Check.Range("popularity", null, 0.5, 0.9), new Share(0, 4))
                        .message())
                .contains("lie within at most 0.5,");
        assertThat(judged(new Check.Unique(List.of("user_id", "movie_id"), 1), new Share(1, 4))
                        .message())
                .isEqualTo("rule one: 75.00 % of the records are alone with their 'user_id, movie_id',"
                        + " at least 100.00 % are needed");
        assertThat(judged(new Check.Reference("movie_id", "movies", 1), new Share(1, 4))
                        .message())
                .isEqualTo("rule one: 75.00 % of the records have a 'movie_id' that is in movies,"
                        + " at least 100.00 % are needed");
        assertThat(judged(new Check.Rows(2), new Count(1)).message())
                .isEqualTo("rule one: 1 records were accepted, at least 2 are needed");
    }

    @Test
    void shouldLetUnknownValuesBeUpToTheirBoundWithoutAWarning() {
        assertThat(judged(new Check.Nulls("year", 0.25), new Share(1, 4)))
                .returns(Status.PASSED, CheckResult::status)
                .returns(0.75, CheckResult::score)
                .returns(0.25, CheckResult::observed)
                .returns("year", CheckResult::column)
                .returns(CheckType.COMPLETENESS, CheckResult::checkType);
        assertThat(judged(new Check.Nulls("year", 0.25), new Share(2, 4)).status())
                .isEqualTo(Status.FAILED);
        assertThat(judged(new Check.Nulls("year", 0), new Share(0, 0)).status()).isEqualTo(Status.PASSED);
    }

    @Test
    void shouldJudgeTheAgeOfTheNewestValue() {
        Check fresh = new Check.Fresh("rated_at", Duration.ofDays(10));
        assertThat(judged(fresh, new Newest(NOW.minus(Duration.ofDays(10)))))
                .returns(Status.PASSED, CheckResult::status)
                .returns(10.0, CheckResult::observed)
                .returns(1.0, CheckResult::score);
        assertThat(judged(fresh, new Newest(NOW.minus(Duration.ofDays(40)))))
                .returns(Status.FAILED, CheckResult::status)
                .returns(40.0, CheckResult::observed)
                .returns(10.0, CheckResult::threshold)
                .returns(0.25, CheckResult::score)
                .returns(
                        "rule one: the newest 'rated_at' is 2026-03-22T12:00:00Z, 40.0 days old, at most 10.0 are allowed",
                        CheckResult::message);
        assertThat(judged(fresh, new Newest(NOW.plus(Duration.ofDays(3)))).observed())
                .isZero();
        assertThat(judged(fresh, new Newest(null)))
                .returns(Status.PASSED, CheckResult::status)
                .returns(null, CheckResult::observed);
    }

    @ParameterizedTest
    @CsvSource({
        "100, 100, PASSED, 1.0, 0.5",
        "50, 100, PASSED, 1.0, 0.5",
        "25, 100, FAILED, 0.5, 0.5",
        "300, 100, PASSED, 1.0, 0.5",
        "600, 100, FAILED, 0.5, 3.0",
        "0, 100, FAILED, 0.0, 0.5"
    })
    void shouldCompareTheVolumeWithTheLastGoodLoad(
            long rows, long before, Status status, double score, double threshold) {
        assertThat(judged(new Check.Volume(0.5, 3), new Change(rows, before)))
                .returns(status, CheckResult::status)
                .returns(score, CheckResult::score)
                .returns((double) rows / before, CheckResult::observed)
                .returns(threshold, CheckResult::threshold);
    }

    @Test
    void shouldNotJudgeTheVolumeOfAFirstLoad() {
        assertThat(judged(new Check.Volume(0.5, 3), new Change(7, null)).status())
                .isEqualTo(Status.PASSED);
        assertThat(judged(new Check.Volume(0.5, 3), new Change(7, 0L)).status()).isEqualTo(Status.PASSED);
    }

    @Test
    void shouldForbidTheLoadForAHardRuleOnly() {
        QualityRule soft = new QualityRule("one", "movies", Severity.SOFT, new Check.Rows(1), Set.of());
        assertThat(policy.judge(soft, new Count(0)).forbidsLoad()).isFalse();
        assertThat(policy.judge(rule(new Check.Rows(1)), new Count(0)).forbidsLoad())
                .isTrue();
        assertThat(policy.judge(rule(new Check.Rows(1)), new Count(1)).forbidsLoad())
                .isFalse();
    }

    @Test
    void shouldRefuseRulesThatMakeNoSense() {
        assertThatThrownBy(() -> new Check.Accepted(1.5)).hasMessage("'min' must be a share from 0 to 1, got: 1.5");
        assertThatThrownBy(() -> new Check.Nulls("year", Double.NaN))
                .hasMessage("'max' must be a share from 0 to 1, got: NaN");
        assertThatThrownBy(() -> new Check.Range("year", 2.0, 1.0, 1))
                .hasMessage("'low' must not be above 'high', got: 2.0 and 1.0");
        assertThatThrownBy(() -> new Check.Range("year", null, null, 1)).hasMessage("'low' or 'high' is needed");
        assertThatThrownBy(() -> new Check.Volume(3, 2))
                .hasMessage("'min' and 'max' must be multiples from 0, the smaller first, got: 3.0 and 2.0");
        assertThatThrownBy(() -> new Check.Fresh("rated_at", Duration.ZERO)).hasMessageContaining("'max_age'");
        assertThatThrownBy(() -> new Check.Rows(0)).hasMessage("'min' must be at least 1, got: 0");
        assertThatThrownBy(() -> new QualityRule("No", "movies", Severity.HARD, new Check.Rows(1), Set.of()))
                .hasMessageContaining("got: No");
        assertThatThrownBy(() -> new QualityRules(List.of(rule(new Check.Rows(1)), rule(new Check.Accepted(1)))))
                .hasMessage("rule 'one' is there twice");
        assertThatThrownBy(() -> policy.judge(rule(new Check.Rows(1)), new Share(0, 1)))
                .hasMessage("rule one needs a Count, got: Share[affected=0, total=1]");
        assertThatThrownBy(() -> new Share(3, 2)).hasMessageContaining("got: 3 of 2");
    }

    private CheckResult judged(Check check, Measurement measured) {
        return policy.judge(rule(check), measured);
    }

    private static QualityRule rule(Check check) {
        return new QualityRule("one", "movies", Severity.HARD, check, Set.of());
    }
}
