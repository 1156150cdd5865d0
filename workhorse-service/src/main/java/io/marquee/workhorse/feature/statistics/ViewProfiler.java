package io.marquee.workhorse.feature.statistics;

import io.marquee.contract.feature.FeatureField;
import io.marquee.contract.feature.FeatureView;
import io.marquee.contract.feature.JoinKey;
import io.marquee.contract.feature.ValueType;
import io.marquee.workhorse.feature.statistics.FieldStatistics.Bin;
import io.marquee.workhorse.feature.statistics.FieldStatistics.Numbers;
import io.marquee.workhorse.feature.statistics.FieldStatistics.Rule;
import io.marquee.workhorse.feature.statistics.FieldStatistics.TopValue;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Describes a relation of feature rows with DuckDB. One scan gives all counts, moments and quantiles, a second one all
 * histograms, whose bounds follow from the first; each text takes one more of its own column. Quantiles are those of a
 * t-digest (Dunning and Ertl, 2019), distinct values are counted by HyperLogLog.
 */
final class ViewProfiler {

    private static final double[] QUANTILES = {0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99};
    private static final int PER_FIELD = 8;
    private static final int MAX_TEXT = 200;

    /** What the first scan tells of a field. */
    private record Moments(
            long known,
            long distinct,
            long violations,
            double min,
            double max,
            double mean,
            @Nullable Double stddev,
            @Nullable List<Double> quantiles) {}

    private final Connection connection;
    private final int topValues;
    private final int bins;

    ViewProfiler(Connection connection, FeatureStatisticsConfig config) {
        this(connection, config.topValues(), config.histogramBins());
    }

    ViewProfiler(Connection connection, int topValues, int bins) {
        this.connection = connection;
        this.topValues = topValues;
        this.bins = bins;
    }

    /**
     * Describes the rows.
     *
     * @param relation what SQL reads them from: the view's join keys, event_timestamp and fields
     */
    RowStatistics profile(FeatureView view, String relation) throws SQLException {
        List<Moments> moments = new ArrayList<>();
        long rows;
        long entities;
        Instant newest;
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(scan(view, relation))) {
            result.next();
            rows = result.getLong(1);
            entities = Math.min(rows, result.getLong(2));
            newest = instant(result, 3);
            for (int i = 0; i < view.fields().size(); i++) {
                moments.add(moments(result, 4 + PER_FIELD * i));
            }
        }
        List<List<Bin>> histograms = histograms(view, relation, moments);
        List<FieldStatistics> fields = new ArrayList<>();
        for (int i = 0; i < view.fields().size(); i++) {
            fields.add(describe(view.fields().get(i), relation, rows, moments.get(i), histograms.get(i)));
        }
        return new RowStatistics(
                rows,
                entities,
                newest,
                oldestEntity(view, relation),
                fields.stream().mapToLong(FieldStatistics::violations).sum(),
                fields);
    }

    private static String scan(FeatureView view, String relation) {
        StringBuilder select = new StringBuilder("SELECT count(*), approx_count_distinct((")
                .append(keys(view))
                .append(")), max(event_timestamp)");
        for (FeatureField field : view.fields()) {
            String measure = measure(field);
            select.append(", count(").append(field.name()).append(')');
            select.append(", approx_count_distinct(").append(field.name()).append(')');
            select.append(", count(*) FILTER (").append(violation(field)).append(')');
            for (String aggregate : List.of("min", "max", "avg", "stddev_samp")) {
                select.append(", ")
                        .append(aggregate)
                        .append('(')
                        .append(measure)
                        .append(')');
            }
            select.append(", approx_quantile(")
                    .append(measure)
                    .append(", ")
                    .append(shares())
                    .append(')');
        }
        return select + " FROM " + relation;
    }

    private static Moments moments(ResultSet result, int at) throws SQLException {
        Double stddev = result.getObject(at + 6) == null ? null : result.getDouble(at + 6);
        Array array = result.getArray(at + 7);
        List<Double> quantiles = null;
        if (array != null) {
            quantiles = new ArrayList<>();
            for (Object quantile : (Object[]) array.getArray()) {
                quantiles.add(((Number) quantile).doubleValue());
            }
        }
        return new Moments(
                result.getLong(at),
                result.getLong(at + 1),
                result.getLong(at + 2),
                result.getDouble(at + 3),
                result.getDouble(at + 4),
                result.getDouble(at + 5),
                stddev,
                quantiles);
    }

    /** All histograms by one scan; empty for a field without values. */
    private List<List<Bin>> histograms(FeatureView view, String relation, List<Moments> moments) throws SQLException {
        List<String> counts = new ArrayList<>();
        for (int i = 0; i < moments.size(); i++) {
            counts.add("histogram(" + bin(measure(view.fields().get(i)), moments.get(i)) + ")");
        }
        List<List<Bin>> histograms = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet result =
                        statement.executeQuery("SELECT " + String.join(", ", counts) + " FROM " + relation)) {
            result.next();
            for (int i = 0; i < moments.size(); i++) {
                histograms.add(histogram(moments.get(i), result.getObject(i + 1)));
            }
        }
        return histograms;
    }

    /** The number of a value's bin, null for no value; the largest value itself belongs to the last bin. */
    private String bin(String measure, Moments field) {
        double width = field.max() - field.min();
        String bin = width > 0
                ? String.format(
                        Locale.ROOT,
                        "least(%d, floor((%s - (%s)) * %d / (%s)))::INTEGER",
                        bins - 1,
                        measure,
                        Double.toString(field.min()),
                        bins,
                        Double.toString(width))
                : "0";
        return "CASE WHEN " + measure + " IS NOT NULL THEN " + bin + " END";
    }

    private List<Bin> histogram(Moments field, @Nullable Object counts) {
        if (field.quantiles() == null || !(counts instanceof Map<?, ?> byBin)) {
            return List.of();
        }
        int count = field.max() > field.min() ? bins : 1;
        double width = (field.max() - field.min()) / count;
        List<Bin> histogram = new ArrayList<>();
        for (int bin = 0; bin < count; bin++) {
            double to = bin == count - 1 ? field.max() : field.min() + width * (bin + 1);
            long values = byBin.get(bin) instanceof Number number ? number.longValue() : 0;
            histogram.add(new Bin(field.min() + width * bin, to, values));
        }
        return histogram;
    }

    private FieldStatistics describe(
            FeatureField field, String relation, long rows, Moments moments, List<Bin> histogram) throws SQLException {
        boolean list = field.type().isList();
        Numbers numbers = null;
        List<Double> quantiles = moments.quantiles();
        if (quantiles != null) {
            Map<String, Double> named = new LinkedHashMap<>();
            for (int i = 0; i < QUANTILES.length; i++) {
                named.put(String.format(Locale.ROOT, "p%02d", Math.round(100 * QUANTILES[i])), quantiles.get(i));
            }
            numbers = new Numbers(moments.min(), moments.max(), moments.mean(), moments.stddev(), named, histogram);
        }
        boolean texts = field.type() == ValueType.STRING
                || field.type() == ValueType.BOOL
                || list && !field.type().elementType().isNumeric();
        return new FieldStatistics(
                field.name(),
                field.type().name(),
                field.description(),
                rows - moments.known(),
                rows == 0 ? 0 : (double) (rows - moments.known()) / rows,
                Math.min(moments.known(), moments.distinct()),
                field.min() == null && field.max() == null ? null : new Rule(field.min(), field.max()),
                moments.violations(),
                field.type() == ValueType.STRING ? null : numbers,
                texts ? top(field, relation) : null);
    }

    private List<TopValue> top(FeatureField field, String relation) throws SQLException {
        String value = field.type().isList() ? "unnest(" + field.name() + ")" : field.name();
        List<TopValue> top = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT left(v::VARCHAR, " + MAX_TEXT
                        + "), count(*) AS n, sum(count(*)) OVER () FROM (SELECT " + value + " AS v FROM " + relation
                        + ") WHERE v IS NOT NULL GROUP BY v ORDER BY n DESC, v LIMIT " + topValues)) {
            while (result.next()) {
                top.add(new TopValue(
                        result.getString(1), result.getLong(2), result.getDouble(2) / result.getDouble(3)));
            }
        }
        return top;
    }

    private @Nullable Instant oldestEntity(FeatureView view, String relation) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result =
                        statement.executeQuery("SELECT min(newest) FROM (SELECT max(event_timestamp) AS newest"
                                + " FROM " + relation + " GROUP BY " + keys(view) + ")")) {
            result.next();
            return instant(result, 1);
        }
    }

    private static String keys(FeatureView view) {
        return String.join(", ", view.joinKeys().stream().map(JoinKey::column).toList());
    }

    /** A number of each value for ranges and distributions: finite numbers, seconds, lengths of texts and lists. */
    private static String measure(FeatureField field) {
        ValueType type = field.type();
        if (type.isList()) {
            return "len(" + field.name() + ")::DOUBLE";
        }
        return switch (type) {
            case STRING -> "length(" + field.name() + ")::DOUBLE";
            case BYTES -> "octet_length(" + field.name() + "::BLOB)::DOUBLE";
            case UNIX_TIMESTAMP -> "epoch(" + field.name() + ")";
            case DOUBLE, FLOAT -> "CASE WHEN isfinite(" + field.name() + ") THEN " + field.name() + "::DOUBLE END";
            default -> field.name() + "::DOUBLE";
        };
    }

    private static String violation(FeatureField field) {
        List<String> conditions = new ArrayList<>();
        if (field.type() == ValueType.DOUBLE || field.type() == ValueType.FLOAT) {
            conditions.add("NOT isfinite(" + field.name() + ")");
        }
        if (field.min() != null) {
            conditions.add(field.name() + " < " + field.min());
        }
        if (field.max() != null) {
            conditions.add(field.name() + " > " + field.max());
        }
        return conditions.isEmpty() ? "false" : String.join(" OR ", conditions);
    }

    private static String shares() {
        StringBuilder shares = new StringBuilder("[");
        for (double quantile : QUANTILES) {
            shares.append(shares.length() == 1 ? "" : ", ").append(quantile);
        }
        return shares.append(']').toString();
    }

    private static @Nullable Instant instant(ResultSet result, int position) throws SQLException {
        LocalDateTime time = result.getObject(position, LocalDateTime.class);
        return time == null ? null : time.toInstant(ZoneOffset.UTC);
    }
}
