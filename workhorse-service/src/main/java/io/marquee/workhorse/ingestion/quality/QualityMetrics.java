package io.marquee.workhorse.ingestion.quality;

import io.marquee.workhorse.platform.Database;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The newest checks of each rule as gauges, read from the stored reports, so that they outlive a restart and are the same on
 * every instance. Dry runs do not count.
 *
 * <ul>
 *   <li>{@code marquee_data_quality_score{table,check,severity}}: share of good records of the last load that the rule was
 *       held to, 0 to 1. Alert on {@code marquee_data_quality_broken}; this one shows which way it goes.
 *   <li>{@code marquee_data_quality_broken{table,check,severity}}: 1 when the last load broke the rule, else 0. Alert when it is
 *       1: for {@code hard} at once, since the catalogue gets no new data; for {@code soft} after a day.
 *   <li>{@code ml_missing_data_rate{table,column}}: share of the last load's records that do not know the column, 0 to 1. Alert
 *       when it leaves what is usual for the column by 0.05.
 *   <li>{@code movie_data_freshness_seconds{table}}: age of the newest value that a load brought. Alert when it is above the
 *       threshold of the table's {@code fresh} rule: the source delivers nothing new.
 *   <li>{@code marquee_data_quality_loads_total{source,outcome}}: loads that were reported on by this instance. Alert when
 *       {@code refused} rises.
 * </ul>
 */
@ApplicationScoped
public class QualityMetrics {

    private static final double SECONDS_PER_DAY = 86_400;

    private record Latest(
            String rule,
            String kind,
            String table,
            @Nullable String column,
            String severity,
            String status,
            double score,
            @Nullable Double observed,
            Instant at) {}

    private final Database database;
    private final Clock clock;
    private final MeterRegistry meters;
    private final MultiGauge scores;
    private final MultiGauge broken;
    private final MultiGauge missing;
    private final MultiGauge freshness;

    QualityMetrics(Database database, Clock clock, MeterRegistry meters) {
        this.database = database;
        this.clock = clock;
        this.meters = meters;
        this.scores = MultiGauge.builder("marquee_data_quality_score")
                .description("Share of good records of the last load by rule")
                .register(meters);
        this.broken = MultiGauge.builder("marquee_data_quality_broken")
                .description("1 when the last load broke the rule")
                .register(meters);
        this.missing = MultiGauge.builder("ml_missing_data_rate")
                .description("Share of the last load's records that do not know the column")
                .register(meters);
        this.freshness = MultiGauge.builder("movie_data_freshness_seconds")
                .description("Age of the newest value that a load brought")
                .register(meters);
    }

    /** Counts a load that was reported on. */
    void count(QualityReport report) {
        meters.counter(
                        "marquee_data_quality_loads_total",
                        "source",
                        report.source(),
                        "outcome",
                        report.outcome().wireName())
                .increment();
    }

    @Scheduled(every = "15s", delayed = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void refresh() {
        List<Row<?>> scoreRows = new ArrayList<>();
        List<Row<?>> brokenRows = new ArrayList<>();
        List<Row<?>> missingRows = new ArrayList<>();
        List<Row<?>> freshRows = new ArrayList<>();
        for (Latest check : latest()) {
            Tags tags = Tags.of("table", check.table(), "check", check.rule(), "severity", check.severity());
            scoreRows.add(Row.of(tags, check.score()));
            brokenRows.add(Row.of(tags, check.status().equals("failed") ? 1 : 0));
            if (check.kind().equals("nulls") && check.observed() != null) {
                missingRows.add(Row.of(
                        Tags.of("table", check.table(), "column", String.valueOf(check.column())), check.observed()));
            }
            if (check.kind().equals("fresh") && check.observed() != null) {
                double sinceThen = Duration.between(check.at(), clock.instant()).toSeconds();
                freshRows.add(Row.of(
                        Tags.of("table", check.table()), check.observed() * SECONDS_PER_DAY + Math.max(0, sinceThen)));
            }
        }
        scores.register(scoreRows, true);
        broken.register(brokenRows, true);
        missing.register(missingRows, true);
        freshness.register(freshRows, true);
    }

    /** The newest check of each rule among the last 200 reports. */
    private List<Latest> latest() {
        return database.query(
                """
                SELECT DISTINCT ON (c.rule) c.*, r.created_at
                FROM (SELECT * FROM catalog.quality_reports WHERE NOT dry_run ORDER BY created_at DESC LIMIT 200) r
                JOIN catalog.quality_checks c USING (ingestion_id)
                ORDER BY c.rule, r.created_at DESC
                """,
                row -> new Latest(
                        row.getString("rule"),
                        row.getString("kind"),
                        row.getString("table_name"),
                        row.getString("column_name"),
                        row.getString("severity"),
                        row.getString("status"),
                        row.getDouble("score"),
                        row.getObject("observed", Double.class),
                        Objects.requireNonNull(Database.instant(row, "created_at"))));
    }
}
