package io.marquee.workhorse.ingestion.quality;

import io.marquee.workhorse.ingestion.quality.rule.CheckResult;
import io.marquee.workhorse.ingestion.quality.rule.Measurement;
import io.marquee.workhorse.ingestion.quality.rule.QualityPolicy;
import io.marquee.workhorse.ingestion.quality.rule.QualityRule;
import io.marquee.workhorse.ingestion.quality.rule.QualityRules;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Holds each staged table to its rules. */
@ApplicationScoped
class RuleInspection implements LoadInspection {

    private final QualityRules rules;
    private final QualityPolicy policy;
    private final Clock clock;

    RuleInspection(QualityRules rules, Clock clock) {
        this.rules = rules;
        this.policy = new QualityPolicy(clock);
        this.clock = clock;
    }

    @Override
    public QualityReport inspect(Connection connection, StagedLoad load) throws SQLException {
        List<CheckResult> checks = new ArrayList<>();
        for (StagedTable table : load.tables()) {
            List<QualityRule> held = rules.of(table.schema().name(), load.kind());
            Map<QualityRule, Measurement> measured = new StagingMeasurement(connection, load, table).measure(held);
            measured.forEach((rule, measurement) -> checks.add(policy.judge(rule, measurement)));
        }
        QualityReport report = QualityReport.of(
                load.ingestionId(), load.kind(), load.origin(), load.dryRun(), clock.instant(), checks);
        if (report.outcome() == QualityReport.Outcome.REFUSED) {
            throw new HardRuleException(
                    "the data is not good enough to be loaded, "
                            + checks.stream()
                                    .filter(CheckResult::forbidsLoad)
                                    .map(CheckResult::message)
                                    .collect(Collectors.joining("; ")),
                    report);
        }
        return report;
    }
}
