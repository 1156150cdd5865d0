package io.marquee.workhorse.ingestion.quality.statistics;

import static io.marquee.workhorse.platform.Database.query;

import io.marquee.workhorse.ingestion.quality.statistics.ColumnStatistics.Bin;
import io.marquee.workhorse.ingestion.quality.statistics.ColumnStatistics.Lengths;
import io.marquee.workhorse.ingestion.quality.statistics.ColumnStatistics.Numbers;
import io.marquee.workhorse.ingestion.quality.statistics.ColumnStatistics.TimeBin;
import io.marquee.workhorse.ingestion.quality.statistics.ColumnStatistics.Times;
import io.marquee.workhorse.ingestion.quality.statistics.ColumnStatistics.TopValue;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Describes the columns of a relation within the caller's transaction. One pass over all rows gives counts and moments;
 * another draws a random sample, the same each time, into a temporary table that distributions are taken from. The work
 * after the first two passes depends on the size of the sample alone.
 */
final class ColumnProfiler {

    private static final double[] QUANTILES = {0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99};
    private static final int MAX_TEXT = 200;
    private static final String SAMPLE = "statistics_sample";

    /** How much is looked at and told; see {@link StatisticsConfig}. */
    record Limits(int sampleRows, int topValues, int histogramBins) {
        Limits(StatisticsConfig config) {
            this(config.sampleRows(), config.topValues(), config.histogramBins());
        }
    }

    /** What is known of a column before its values are looked at. */
    record Column(String name, String type, ColumnKind kind) {}

    /** What the pass over all rows tells of a column; of times in seconds, of texts and lists in characters and parts. */
    private record Moments(
            long known,
            double min,
            double max,
            double mean,
            @Nullable Double stddev) {}

    private final Connection connection;
    private final Limits limits;
    private final ColumnMeaning meaning;

    ColumnProfiler(Connection connection, Limits limits, ColumnMeaning meaning) {
        this.connection = connection;
        this.limits = limits;
        this.meaning = meaning;
    }

    DatasetStatistics profile(DatasetRelation dataset, Instant now) throws SQLException {
        List<Column> columns = columns(dataset.relation());
        List<Moments> moments = new ArrayList<>();
        long rows = allRows(dataset.relation(), columns, moments);
        boolean exact = rows <= limits.sampleRows();
        drawSample(dataset.relation(), columns, exact ? 1.0 : (double) limits.sampleRows() / rows);
        long sampled = query(connection, "SELECT count(*) FROM " + SAMPLE, row -> row.getLong(1))
                .getFirst();
        List<ColumnStatistics> statistics = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            statistics.add(describe(dataset, columns.get(i), moments.get(i), rows, exact));
        }
        return new DatasetStatistics(dataset.name(), rows, sampled, exact, now, statistics);
    }

    private List<Column> columns(String relation) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT * FROM " + relation + " LIMIT 0");
                ResultSet result = statement.executeQuery()) {
            ResultSetMetaData data = result.getMetaData();
            List<Column> columns = new ArrayList<>();
            for (int i = 1; i <= data.getColumnCount(); i++) {
                String type = data.getColumnTypeName(i);
                columns.add(new Column(data.getColumnName(i), type, ColumnKind.of(type)));
            }
            return columns;
        }
    }

    private long allRows(String relation, List<Column> columns, List<Moments> moments) throws SQLException {
        StringBuilder select = new StringBuilder("SELECT count(*)");
        for (Column column : columns) {
            String value = column.kind().measure('"' + column.name() + '"');
            select.append(", count(\"").append(column.name()).append("\")");
            for (String aggregate : List.of("min", "max", "avg", "stddev_samp")) {
                select.append(", ").append(aggregate).append('(').append(value).append(')');
            }
        }
        return query(connection, select + " FROM " + relation + " AS d", row -> {
                    for (int i = 0; i < columns.size(); i++) {
                        int at = 2 + 5 * i;
                        moments.add(new Moments(
                                row.getLong(at),
                                row.getDouble(at + 1),
                                row.getDouble(at + 2),
                                row.getDouble(at + 3),
                                row.getObject(at + 4, Double.class)));
                    }
                    return row.getLong(1);
                })
                .getFirst();
    }

    private void drawSample(String relation, List<Column> columns, double share) throws SQLException {
        StringBuilder select = new StringBuilder();
        for (Column column : columns) {
            String name = '"' + column.name() + '"';
            select.append(select.isEmpty() ? "" : ", ")
                    .append(column.kind() == ColumnKind.TEXT ? "left(" + name + "::text, " + MAX_TEXT + ")" : name)
                    .append(" AS ")
                    .append(name);
        }
        execute("SELECT setseed(0.5)");
        execute("CREATE TEMP TABLE " + SAMPLE + " ON COMMIT DROP AS SELECT " + select + " FROM " + relation + " AS d"
                + (share < 1 ? " WHERE random() < " + share : ""));
    }

    private ColumnStatistics describe(DatasetRelation dataset, Column column, Moments moments, long rows, boolean exact)
            throws SQLException {
        long nulls = rows - moments.known();
        String name = '"' + column.name() + '"';
        long sampled = query(connection, "SELECT count(" + name + ") FROM " + SAMPLE, row -> row.getLong(1))
                .getFirst();
        double scale = sampled == 0 ? 1 : (double) moments.known() / sampled;
        Numbers numbers = null;
        Times times = null;
        Lengths lengths = null;
        List<TopValue> top = null;
        if (sampled > 0) {
            switch (column.kind()) {
                case NUMBER -> numbers = numbers(column, moments, scale);
                case TIME -> times = times(column, moments, scale);
                case FLAG -> top = top(name, scale, sampled);
                case TEXT -> {
                    lengths = new Lengths(moments.min(), moments.max(), moments.mean());
                    top = top(name, scale, sampled);
                }
                case LIST -> {
                    lengths = new Lengths(moments.min(), moments.max(), moments.mean());
                    top = top("unnest(" + name + ")", scale, sampled);
                }
            }
        }
        return new ColumnStatistics(
                column.name(),
                column.type().startsWith("_") ? column.type().substring(1) + "[]" : column.type(),
                meaning.unit(dataset, column.name()),
                meaning.description(dataset, column.name()),
                nulls,
                rows == 0 ? 0 : (double) nulls / rows,
                distinct(name, moments.known(), exact),
                numbers,
                times,
                lengths,
                top);
    }

    private DistinctEstimate distinct(String name, long known, boolean exact) throws SQLException {
        return query(
                        connection,
                        "SELECT count(*), count(*) FILTER (WHERE n = 1), coalesce(sum(n), 0) FROM (SELECT count(*) AS n FROM "
                                + SAMPLE + " WHERE " + name + " IS NOT NULL GROUP BY " + name + ") g",
                        row -> exact
                                ? DistinctEstimate.counted(row.getLong(1))
                                : DistinctEstimate.sampled(row.getLong(1), row.getLong(2), row.getLong(3), known))
                .getFirst();
    }

    private Numbers numbers(Column column, Moments moments, double scale) throws SQLException {
        Map<String, Double> quantiles = new LinkedHashMap<>(quantiles(column));
        return new Numbers(
                moments.min(),
                moments.max(),
                moments.mean(),
                moments.stddev(),
                quantiles,
                histogram(column, moments, scale));
    }

    private Times times(Column column, Moments moments, double scale) throws SQLException {
        Map<String, Instant> quantiles = new LinkedHashMap<>();
        quantiles(column).forEach((name, seconds) -> quantiles.put(name, instant(seconds)));
        List<TimeBin> bins = histogram(column, moments, scale).stream()
                .map(bin -> new TimeBin(instant(bin.from()), instant(bin.to()), bin.count()))
                .toList();
        return new Times(instant(moments.min()), instant(moments.max()), quantiles, bins);
    }

    private Map<String, Double> quantiles(Column column) throws SQLException {
        StringBuilder shares = new StringBuilder();
        for (double quantile : QUANTILES) {
            shares.append(shares.isEmpty() ? "" : ",").append(quantile);
        }
        return query(
                        connection,
                        "SELECT percentile_cont(ARRAY[" + shares + "]::double precision[]) WITHIN GROUP (ORDER BY "
                                + column.kind().measure('"' + column.name() + '"') + ") FROM " + SAMPLE,
                        row -> {
                            Double[] values = (Double[]) row.getArray(1).getArray();
                            Map<String, Double> named = new LinkedHashMap<>();
                            for (int i = 0; i < QUANTILES.length; i++) {
                                named.put(String.format("p%02d", Math.round(100 * QUANTILES[i])), values[i]);
                            }
                            return named;
                        })
                .getFirst();
    }

    private List<Bin> histogram(Column column, Moments moments, double scale) throws SQLException {
        double low = moments.min();
        double high = moments.max();
        int bins = high > low ? limits.histogramBins() : 1;
        long[] counts = new long[bins];
        String value = column.kind().measure('"' + column.name() + '"');
        // The largest value itself would fall into a bin of its own.
        String bin = bins == 1 ? "1" : "least(width_bucket(" + value + ", ?, ?, " + bins + "), " + bins + ")";
        Object[] bounds = bins == 1 ? new Object[0] : new Object[] {low, high};
        query(
                connection,
                "SELECT " + bin + " AS bin, count(*) FROM " + SAMPLE + " WHERE " + value + " IS NOT NULL GROUP BY 1",
                row -> counts[row.getInt(1) - 1] = row.getLong(2),
                bounds);
        List<Bin> histogram = new ArrayList<>();
        for (int i = 0; i < bins; i++) {
            double from = low + (high - low) * i / bins;
            double to = i == bins - 1 ? high : low + (high - low) * (i + 1) / bins;
            histogram.add(new Bin(from, to, Math.round(counts[i] * scale)));
        }
        return histogram;
    }

    private List<TopValue> top(String value, double scale, long sampled) throws SQLException {
        return query(
                connection,
                "SELECT v, count(*) AS n FROM (SELECT (" + value + ")::text AS v FROM " + SAMPLE
                        + ") d WHERE v IS NOT NULL GROUP BY v ORDER BY n DESC, v COLLATE \"C\" LIMIT "
                        + limits.topValues(),
                row -> new TopValue(
                        row.getString(1), Math.round(row.getLong(2) * scale), (double) row.getLong(2) / sampled));
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static Instant instant(double seconds) {
        return Instant.ofEpochMilli(Math.round(seconds * 1000));
    }
}
