package io.marquee.workhorse.ingestion.quality;

import static io.marquee.workhorse.platform.Database.query;

import io.marquee.workhorse.ingestion.quality.rule.Check;
import io.marquee.workhorse.ingestion.quality.rule.Measurement;
import io.marquee.workhorse.ingestion.quality.rule.QualityRule;
import io.marquee.workhorse.ingestion.schema.ColumnSchema;
import io.marquee.workhorse.ingestion.schema.ColumnType;
import io.marquee.workhorse.ingestion.schema.TableSchema;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Measures a staged table for its rules. What can be counted row by row is counted for all rules in one pass; uniqueness and
 * references need a query each. Column names come from rules that were held to the schema, so they go into SQL as they are.
 */
final class StagingMeasurement {

    private final Connection connection;
    private final StagedLoad load;
    private final StagedTable table;

    StagingMeasurement(Connection connection, StagedLoad load, StagedTable table) {
        this.connection = connection;
        this.load = load;
        this.table = table;
    }

    /** What was measured for each rule, in their order; a rule about a column that the source does not deliver is left out. */
    Map<QualityRule, Measurement> measure(List<QualityRule> rules) throws SQLException {
        List<QualityRule> told = rules.stream().filter(this::isDelivered).toList();
        Map<QualityRule, Measurement> counted = onePass(told);
        Map<QualityRule, Measurement> measured = new LinkedHashMap<>();
        for (QualityRule rule : told) {
            measured.put(
                    rule,
                    switch (rule.check()) {
                        case Check.Rows ignored ->
                            new Measurement.Count(table.counts().accepted());
                        case Check.Accepted ignored ->
                            new Measurement.Share(
                                    table.counts().rejected(), table.counts().read());
                        case Check.Volume ignored ->
                            new Measurement.Change(table.counts().accepted(), before());
                        case Check.Unique check -> repeated(check);
                        case Check.Reference check -> lost(check);
                        case Check.Valid ignored -> counted.get(rule);
                        case Check.Nulls ignored -> counted.get(rule);
                        case Check.Range ignored -> counted.get(rule);
                        case Check.Fresh ignored -> counted.get(rule);
                    });
        }
        return measured;
    }

    private boolean isDelivered(QualityRule rule) {
        List<String> columns =
                switch (rule.check()) {
                    case Check.Unique check -> check.columns();
                    case Check.Rows ignored -> List.of();
                    case Check.Accepted ignored -> List.of();
                    case Check.Volume ignored -> List.of();
                    case Check.Valid check -> List.of(check.column());
                    case Check.Nulls check -> List.of(check.column());
                    case Check.Range check -> List.of(check.column());
                    case Check.Fresh check -> List.of(check.column());
                    case Check.Reference check -> List.of(check.column());
                };
        return table.labels().keySet().containsAll(columns);
    }

    private Map<QualityRule, Measurement> onePass(List<QualityRule> rules) throws SQLException {
        List<QualityRule> counted = new ArrayList<>();
        List<String> expressions = new ArrayList<>();
        List<@Nullable Object> parameters = new ArrayList<>();
        for (QualityRule rule : rules) {
            switch (rule.check()) {
                case Check.Valid check -> {
                    counted.add(rule);
                    expressions.add("count(*) FILTER (WHERE field = ?), count(*)");
                    parameters.add(table.label(check.column()));
                }
                case Check.Nulls check -> {
                    counted.add(rule);
                    expressions.add("count(*) FILTER (WHERE reason IS NULL AND " + unknown(check.column())
                            + "), count(*) FILTER (WHERE reason IS NULL)");
                }
                case Check.Range check -> {
                    counted.add(rule);
                    expressions.add("count(*) FILTER (WHERE reason IS NULL AND NOT (" + within(check)
                            + ")), count(*) FILTER (WHERE reason IS NULL AND " + check.column() + " IS NOT NULL)");
                }
                case Check.Fresh check -> {
                    counted.add(rule);
                    expressions.add("max(" + moment(check.column()) + ") FILTER (WHERE reason IS NULL), 0");
                }
                case Check.Rows ignored -> {}
                case Check.Accepted ignored -> {}
                case Check.Volume ignored -> {}
                case Check.Unique ignored -> {}
                case Check.Reference ignored -> {}
            }
        }
        Map<QualityRule, Measurement> found = new LinkedHashMap<>();
        if (!counted.isEmpty()) {
            query(
                    connection,
                    "SELECT " + String.join(", ", expressions) + " FROM " + table.staging(),
                    row -> {
                        for (int i = 0; i < counted.size(); i++) {
                            found.put(counted.get(i), read(row, 1 + 2 * i));
                        }
                        return found;
                    },
                    parameters.toArray());
        }
        return found;
    }

    private static Measurement read(ResultSet row, int at) throws SQLException {
        if (row.getMetaData().getColumnType(at) == Types.BIGINT) {
            return new Measurement.Share(row.getLong(at), row.getLong(at + 1));
        }
        OffsetDateTime newest = row.getObject(at, OffsetDateTime.class);
        return new Measurement.Newest(newest == null ? null : newest.toInstant());
    }

    private String unknown(String column) {
        return schema(column).type() == ColumnType.TEXTS
                ? "coalesce(cardinality(" + column + "), 0) = 0"
                : column + " IS NULL";
    }

    private static String within(Check.Range check) {
        List<String> bounds = new ArrayList<>();
        if (check.low() != null) {
            bounds.add(check.column() + " >= " + check.low());
        }
        if (check.high() != null) {
            bounds.add(check.column() + " <= " + check.high());
        }
        return String.join(" AND ", bounds);
    }

    /** The latest moment that a value stands for. */
    private String moment(String column) {
        return switch (schema(column).type()) {
            case TIMESTAMP -> column;
            case DATE -> "(" + column + "::timestamp AT TIME ZONE 'UTC')";
            default -> "make_timestamptz(" + column + "::int, 12, 31, 23, 59, 59, 'UTC')";
        };
    }

    private Measurement repeated(Check.Unique check) throws SQLException {
        String columns = String.join(", ", check.columns());
        String known = String.join(" IS NOT NULL AND ", check.columns()) + " IS NOT NULL";
        return query(
                        connection,
                        "SELECT coalesce(sum(n) FILTER (WHERE n > 1), 0), coalesce(sum(n), 0) FROM (SELECT count(*) AS n FROM "
                                + table.staging() + " WHERE " + known + " GROUP BY " + columns + ") g",
                        row -> new Measurement.Share(row.getLong(1), row.getLong(2)))
                .getFirst();
    }

    /** Rows that name what is not there have been refused by now, each with its reason, so only refused ones are looked up. */
    private Measurement lost(Check.Reference check) throws SQLException {
        TableSchema target = load.table(check.table()).map(StagedTable::schema).orElse(null);
        String staged = target == null
                ? ""
                : " AND NOT EXISTS (SELECT FROM "
                        + load.table(check.table()).orElseThrow().staging() + " t WHERE t."
                        + (target.identity().isEmpty() ? check.column() : "own_id") + " = s." + check.column()
                        + " AND t.reason IS NULL)";
        return query(
                        connection,
                        "SELECT (SELECT count(*) FROM " + table.staging() + " s WHERE reason IS NOT NULL AND "
                                + check.column() + " IS NOT NULL AND NOT EXISTS (SELECT FROM catalog." + check.table()
                                + " c WHERE c." + check.column() + " = s." + check.column() + ")" + staged
                                + "), (SELECT count(" + check.column() + ") FROM " + table.staging() + ")",
                        row -> new Measurement.Share(row.getLong(1), row.getLong(2)))
                .getFirst();
    }

    /** Accepted records of the last good load of the same kind and place; null when there was none. */
    private @Nullable Long before() throws SQLException {
        String column = table.schema().name() + "_accepted";
        boolean kept = column.equals("movies_accepted") || column.equals("ratings_accepted");
        return kept
                ? query(
                                connection,
                                "SELECT " + column
                                        + " FROM catalog.ingestions WHERE source = ? AND path = ? AND state = 'succeeded'"
                                        + " AND NOT dry_run AND ingestion_id <> ? ORDER BY started_at DESC LIMIT 1",
                                row -> row.getLong(1),
                                load.kind(),
                                load.origin(),
                                load.ingestionId())
                        .stream()
                        .findFirst()
                        .orElse(null)
                : null;
    }

    private ColumnSchema schema(String column) {
        return table.schema()
                .column(column)
                .orElseThrow(() -> new IllegalStateException(column + " is not in " + table.staging()));
    }
}
