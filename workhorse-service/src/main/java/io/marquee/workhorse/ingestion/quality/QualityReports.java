package io.marquee.workhorse.ingestion.quality;

import io.marquee.contract.event.DataQuality.CheckType;
import io.marquee.contract.event.DataQuality.Status;
import io.marquee.platform.outbox.EventOutbox;
import io.marquee.workhorse.ingestion.quality.rule.CheckResult;
import io.marquee.workhorse.ingestion.quality.rule.Severity;
import io.marquee.workhorse.platform.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The reports of all loads. */
@ApplicationScoped
public class QualityReports {

    private final Database database;
    private final EventOutbox outbox;
    private final QualityMetrics metrics;

    QualityReports(Database database, EventOutbox outbox, QualityMetrics metrics) {
        this.database = database;
        this.outbox = outbox;
        this.metrics = metrics;
    }

    /**
     * Stores a report and sends its events, both as part of the current transaction. A dry run sends none, since its data is
     * nobody's.
     */
    public void publish(QualityReport report) {
        database.update(
                """
                INSERT INTO catalog.quality_reports (ingestion_id, source, origin, dry_run, outcome, score, created_at)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                """,
                report.ingestionId(),
                report.source(),
                report.origin(),
                report.dryRun(),
                report.outcome().wireName(),
                report.score(),
                report.createdAt());
        for (int position = 0; position < report.checks().size(); position++) {
            insert(report.ingestionId(), position, report.checks().get(position));
        }
        if (!report.dryRun()) {
            QualityEvents.of(report).forEach(outbox::append);
            metrics.count(report);
        }
    }

    /** The report on an ingestion, once there is one. */
    public Optional<QualityReport> find(String ingestionId) {
        return read("WHERE r.ingestion_id = ?", ingestionId).stream().findFirst();
    }

    /** The newest reports, newest first; of one kind of source if given. */
    public List<QualityReport> newest(Optional<String> source, int limit) {
        return read("""
                WHERE r.ingestion_id IN (SELECT ingestion_id FROM catalog.quality_reports
                                         WHERE ?::text IS NULL OR source = ?
                                         ORDER BY created_at DESC, ingestion_id DESC LIMIT ?)
                """, source.orElse(null), source.orElse(null), limit);
    }

    private void insert(String ingestionId, int position, CheckResult check) {
        database.update(
                """
                INSERT INTO catalog.quality_checks (ingestion_id, position, rule, kind, table_name, column_name, check_type,
                                                    severity, status, score, observed, threshold, affected, total, message)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                ingestionId,
                position,
                check.rule(),
                check.kind(),
                check.table(),
                check.column(),
                check.checkType().wireName(),
                check.severity().wireName(),
                check.status().wireName(),
                check.score(),
                check.observed(),
                check.threshold(),
                check.affected(),
                check.total(),
                check.message());
    }

    private List<QualityReport> read(String condition, Object... parameters) {
        Map<String, QualityReport> reports = new LinkedHashMap<>();
        Map<String, List<CheckResult>> checks = new LinkedHashMap<>();
        database.query(
                "SELECT r.source, r.origin, r.dry_run, r.outcome, r.score AS report_score, r.created_at,"
                        + " r.ingestion_id AS id, c.*"
                        + " FROM catalog.quality_reports r LEFT JOIN catalog.quality_checks c USING (ingestion_id) "
                        + condition + " ORDER BY r.created_at DESC, r.ingestion_id DESC, c.position",
                row -> {
                    String id = row.getString("id");
                    reports.putIfAbsent(id, report(id, row));
                    List<CheckResult> own = checks.computeIfAbsent(id, ignored -> new ArrayList<>());
                    if (row.getString("rule") != null) {
                        own.add(check(row));
                    }
                    return id;
                },
                parameters);
        return reports.values().stream()
                .map(report -> new QualityReport(
                        report.ingestionId(),
                        report.source(),
                        report.origin(),
                        report.dryRun(),
                        report.outcome(),
                        report.score(),
                        report.createdAt(),
                        checks.getOrDefault(report.ingestionId(), List.of())))
                .toList();
    }

    private static QualityReport report(String id, ResultSet row) throws SQLException {
        return new QualityReport(
                id,
                row.getString("source"),
                row.getString("origin"),
                row.getBoolean("dry_run"),
                QualityReport.Outcome.valueOf(row.getString("outcome").toUpperCase(Locale.ROOT)),
                row.getDouble("report_score"),
                Objects.requireNonNull(Database.instant(row, "created_at")),
                List.of());
    }

    private static CheckResult check(ResultSet row) throws SQLException {
        return new CheckResult(
                row.getString("rule"),
                row.getString("kind"),
                row.getString("table_name"),
                row.getString("column_name"),
                CheckType.valueOf(row.getString("check_type").toUpperCase(Locale.ROOT)),
                Severity.named(row.getString("severity")),
                Status.valueOf(row.getString("status").toUpperCase(Locale.ROOT)),
                row.getDouble("score"),
                row.getObject("observed", Double.class),
                row.getDouble("threshold"),
                row.getLong("affected"),
                row.getLong("total"),
                row.getString("message"));
    }
}
