package io.marquee.workhorse.ingestion.quality;

import io.marquee.contract.event.DataQuality;
import io.marquee.contract.event.DataQuality.Status;
import io.marquee.contract.id.EventId;
import io.marquee.workhorse.ingestion.quality.rule.CheckResult;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Tells of a report in events: one for each table and type of check, with the worst of its checks at the front. */
final class QualityEvents {

    /** Failed before warning before passed, then the lowest score. */
    private static final Comparator<CheckResult> WORST_FIRST = Comparator.comparingInt(
                    (CheckResult check) -> rank(check.status()))
            .thenComparingDouble(CheckResult::score);

    private record Key(String table, DataQuality.CheckType type) {}

    private QualityEvents() {}

    static List<DataQuality> of(QualityReport report) {
        Map<Key, List<CheckResult>> groups = new LinkedHashMap<>();
        for (CheckResult check : report.checks()) {
            groups.computeIfAbsent(new Key(check.table(), check.checkType()), key -> new ArrayList<>())
                    .add(check);
        }
        List<DataQuality> events = new ArrayList<>();
        groups.forEach((key, checks) -> events.add(event(report, key, checks)));
        return events;
    }

    private static DataQuality event(QualityReport report, Key key, List<CheckResult> checks) {
        CheckResult worst = checks.stream().min(WORST_FIRST).orElseThrow();
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("ingestion_id", report.ingestionId());
        details.put("source", report.source());
        details.put("outcome", report.outcome().wireName());
        details.put("rules", checks.stream().map(QualityEvents::details).toList());
        return new DataQuality(
                EventId.next(report.createdAt()),
                report.createdAt(),
                "workhorse",
                "catalog." + key.table(),
                key.type(),
                worst.status(),
                worst.score(),
                worst.scoreThreshold(),
                worst.affected(),
                worst.total(),
                details,
                worst.status() == Status.PASSED ? null : remediation(worst));
    }

    private static Map<String, Object> details(CheckResult check) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("rule", check.rule());
        if (check.column() != null) {
            details.put("column", check.column());
        }
        details.put("severity", check.severity().wireName());
        details.put("status", check.status().wireName());
        if (check.observed() != null) {
            details.put("observed", check.observed());
        }
        details.put("threshold", check.threshold());
        details.put("message", check.message());
        return details;
    }

    private static String remediation(CheckResult worst) {
        return switch (worst.kind()) {
            case "accepted", "valid", "reference" ->
                "look at the rows in quarantine, correct them at their source or replay them with corrections";
            case "fresh" -> "look whether the source still delivers new data";
            case "volume", "rows" -> "look whether the source was read whole";
            default -> "look at the column at its source, or change the rule " + worst.rule();
        };
    }

    private static int rank(Status status) {
        return switch (status) {
            case FAILED -> 0;
            case WARNING -> 1;
            case PASSED -> 2;
        };
    }
}
