package io.marquee.workhorse.ingestion.quality;

import static org.assertj.core.api.Assertions.assertThat;

import io.marquee.contract.event.DataQuality;
import io.marquee.contract.event.DataQuality.CheckType;
import io.marquee.contract.event.DataQuality.Status;
import io.marquee.workhorse.ingestion.quality.rule.Check;
import io.marquee.workhorse.ingestion.quality.rule.CheckResult;
import io.marquee.workhorse.ingestion.quality.rule.Measurement;
import io.marquee.workhorse.ingestion.quality.rule.Measurement.Change;
import io.marquee.workhorse.ingestion.quality.rule.Measurement.Share;
import io.marquee.workhorse.ingestion.quality.rule.QualityPolicy;
import io.marquee.workhorse.ingestion.quality.rule.QualityRule;
import io.marquee.workhorse.ingestion.quality.rule.Severity;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class QualityEventsTest {

    private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");

    private final QualityPolicy policy = new QualityPolicy(Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void shouldTellOfEachTableAndTypeOnceWithTheWorstInFront() {
        // Given
        QualityReport report = QualityReport.of(
                "i-1",
                "standard",
                "/data",
                false,
                NOW,
                List.of(
                        check("movies", "accepted", Severity.HARD, new Check.Accepted(0.5), new Share(1, 4)),
                        check("movies", "title", Severity.SOFT, new Check.Valid("title", 0.9), new Share(1, 4)),
                        check("movies", "year", Severity.SOFT, new Check.Nulls("year", 0.4), new Share(2, 4)),
                        check("movies", "genres", Severity.SOFT, new Check.Nulls("genres", 0.4), new Share(4, 4)),
                        check("ratings", "volume", Severity.SOFT, new Check.Volume(0.5, 2), new Change(4, null))));

        // When
        List<DataQuality> events = QualityEvents.of(report);

        // Then
        assertThat(report.outcome()).isEqualTo(QualityReport.Outcome.FAILED);
        assertThat(report.score()).isZero();
        assertThat(events)
                .hasSize(3)
                .extracting(DataQuality::datasetName)
                .containsExactly("catalog.movies", "catalog.movies", "catalog.ratings");
        DataQuality validity = events.getFirst();
        assertThat(validity.checkType()).isEqualTo(CheckType.VALIDITY);
        assertThat(validity.status()).isEqualTo(Status.FAILED);
        assertThat(validity.score()).isEqualTo(0.75);
        assertThat(validity.threshold()).isEqualTo(0.9);
        assertThat(validity.affectedRows()).isEqualTo(1);
        assertThat(validity.totalRows()).isEqualTo(4);
        assertThat(validity.details()).containsEntry("ingestion_id", "i-1").containsEntry("outcome", "failed");
        assertThat((List<?>) validity.details().get("rules")).hasSize(2);
        assertThat(validity.remediationSuggested()).contains("quarantine");
        DataQuality completeness = events.get(1);
        assertThat(completeness.score()).isZero();
        // At most 0.4 may be unknown, so a score below 0.6 fails.
        assertThat(completeness.threshold()).isEqualTo(0.6);
        assertThat(((Map<?, ?>) ((List<?>) completeness.details().get("rules")).getLast()).get("column"))
                .isEqualTo("genres");
        DataQuality volume = events.getLast();
        assertThat(volume.status()).isEqualTo(Status.PASSED);
        assertThat(volume.remediationSuggested()).isNull();
        assertThat(events).extracting(DataQuality::eventId).doesNotHaveDuplicates();
    }

    @Test
    void shouldSayWhatBecomesOfTheLoad() {
        CheckResult warning = check("movies", "a", Severity.HARD, new Check.Accepted(0.5), new Share(1, 4));
        CheckResult passed = check("movies", "b", Severity.HARD, new Check.Accepted(0.5), new Share(0, 4));
        CheckResult refused = check("movies", "c", Severity.HARD, new Check.Accepted(0.5), new Share(3, 4));
        assertThat(outcome()).isEqualTo(QualityReport.Outcome.PASSED);
        assertThat(outcome(passed)).isEqualTo(QualityReport.Outcome.PASSED);
        assertThat(outcome(passed, warning)).isEqualTo(QualityReport.Outcome.WARNING);
        assertThat(outcome(passed, warning, refused)).isEqualTo(QualityReport.Outcome.REFUSED);
    }

    private static QualityReport.Outcome outcome(CheckResult... checks) {
        return QualityReport.of("i", "standard", "/", false, NOW, List.of(checks))
                .outcome();
    }

    private CheckResult check(String table, String name, Severity severity, Check check, Measurement measured) {
        return policy.judge(new QualityRule(name, table, severity, check, Set.of()), measured);
    }
}
