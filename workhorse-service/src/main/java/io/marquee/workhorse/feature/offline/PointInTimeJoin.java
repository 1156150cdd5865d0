package io.marquee.workhorse.feature.offline;

import io.marquee.contract.feature.FeatureField;
import io.marquee.contract.feature.FeatureReference;
import io.marquee.contract.feature.FeatureView;
import io.marquee.contract.feature.JoinKey;
import io.marquee.contract.feature.ValueType;
import io.marquee.contract.problem.ProblemException;
import io.marquee.workhorse.feature.TrainingFrame;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Joins labels with feature rows by time, as Feast's {@code get_historical_features} does: of each view the latest row with
 * {@code row time <= label time} and, where the view has a TTL, {@code row time >= label time - ttl}, both bounds included.
 * A label without such a row stays and has missing values.
 *
 * <p>Labels are a Parquet file with user_id, movie_id, rating and rated_at; views are Parquet files with their join key,
 * event_timestamp and fields, at most one row per key and time.
 */
final class PointInTimeJoin {

    /**
     * A view to join.
     *
     * @param fields the features that are wanted of it, at least one
     */
    record JoinedView(FeatureView view, Path rows, List<FeatureField> fields) {}

    /** Which row of a view a label is given. */
    enum Time {
        /** The one that was known when the label was. */
        OF_LABEL,
        /** The newest there is. */
        NOW
    }

    private final DuckDb duckDb;

    PointInTimeJoin(DuckDb duckDb) {
        this.duckDb = duckDb;
    }

    /** The joined rows by time, then user, then movie; columns in the order of {@code features}. */
    TrainingFrame join(Path labels, List<JoinedView> views, List<FeatureReference> features, Time time)
            throws SQLException {
        Map<String, ColumnReader> columns = new LinkedHashMap<>();
        int rows = count(labels);
        for (FeatureReference feature : features) {
            columns.put(feature.fullName(), ColumnReader.of(type(views, feature), rows, feature));
        }
        long[] users = new long[rows];
        long[] movies = new long[rows];
        float[] ratings = new float[rows];
        long[] times = new long[rows];
        try (Statement statement = duckDb.connection().createStatement();
                ResultSet result = statement.executeQuery(sql(labels, views, features, time))) {
            int row = 0;
            while (result.next()) {
                users[row] = result.getLong(1);
                movies[row] = result.getLong(2);
                ratings[row] = result.getFloat(3);
                times[row] = result.getLong(4);
                int position = 5;
                for (ColumnReader column : columns.values()) {
                    column.read(result, position++, row);
                }
                row++;
            }
            if (row != rows) {
                throw new IllegalStateException("the join gave " + row + " rows for " + rows + " labels");
            }
        }
        Map<String, TrainingFrame.Column> read = new LinkedHashMap<>();
        columns.forEach((name, column) -> read.put(name, column.column()));
        return new TrainingFrame(users, movies, ratings, times, read);
    }

    private static String sql(Path labels, List<JoinedView> views, List<FeatureReference> features, Time time) {
        List<String> columns = new ArrayList<>(
                List.of("label.user_id", "label.movie_id", "label.rating", "epoch(label.rated_at)::BIGINT"));
        for (FeatureReference feature : features) {
            String column = column(viewOf(views, feature), feature, time);
            columns.add(type(views, feature) == ValueType.BOOL ? "(" + column + ")::INTEGER" : column);
        }
        StringBuilder sql = new StringBuilder("SELECT ")
                .append(String.join(", ", columns))
                .append(" FROM read_parquet(")
                .append(DuckDb.literal(labels))
                .append(") AS label");
        for (JoinedView joined : views) {
            sql.append(time == Time.OF_LABEL ? asOfJoin(joined) : newestJoin(joined));
        }
        return sql.append(" ORDER BY label.rated_at, label.user_id, label.movie_id")
                .toString();
    }

    private static String asOfJoin(JoinedView joined) {
        String name = joined.view().name();
        String key = key(joined.view());
        return " ASOF LEFT JOIN read_parquet(" + DuckDb.literal(joined.rows()) + ") AS " + name + " ON label." + key
                + " = " + name + "." + key + " AND label.rated_at >= " + name + ".event_timestamp";
    }

    private static String newestJoin(JoinedView joined) {
        String name = joined.view().name();
        String key = key(joined.view());
        return " LEFT JOIN (SELECT * FROM read_parquet(" + DuckDb.literal(joined.rows())
                + ") QUALIFY row_number() OVER (PARTITION BY " + key + " ORDER BY event_timestamp DESC) = 1) AS " + name
                + " ON label." + key + " = " + name + "." + key;
    }

    /** The latest row is the only candidate: when it is older than the TTL allows, all others are too. */
    private static String column(JoinedView joined, FeatureReference feature, Time time) {
        String name = joined.view().name();
        String value = name + "." + feature.feature();
        long ttl = joined.view().ttl().toSeconds();
        if (ttl == 0 || time == Time.NOW) {
            return value;
        }
        return "CASE WHEN " + name + ".event_timestamp >= label.rated_at - INTERVAL " + ttl + " SECOND THEN " + value
                + " END";
    }

    private int count(Path labels) throws SQLException {
        try (Statement statement = duckDb.connection().createStatement();
                ResultSet row =
                        statement.executeQuery("SELECT count(*) FROM read_parquet(" + DuckDb.literal(labels) + ")")) {
            row.next();
            return Math.toIntExact(row.getLong(1));
        }
    }

    private static String key(FeatureView view) {
        JoinKey key = view.joinKeys().getFirst();
        if (!key.column().equals("user_id") && !key.column().equals("movie_id")) {
            throw ProblemException.invalid("features", view.name(), "must be of views of users or movies");
        }
        return key.column();
    }

    private static JoinedView viewOf(List<JoinedView> views, FeatureReference feature) {
        return views.stream()
                .filter(joined -> joined.view().name().equals(feature.view()))
                .findFirst()
                .orElseThrow(() -> ProblemException.notFound("feature view", feature.view()));
    }

    private static ValueType type(List<JoinedView> views, FeatureReference feature) {
        return viewOf(views, feature).fields().stream()
                .filter(field -> field.name().equals(feature.feature()))
                .findFirst()
                .orElseThrow(() -> ProblemException.notFound("feature", feature))
                .type();
    }
}
