package io.marquee.workhorse.feature.offline;

import io.marquee.contract.feature.FeatureReference;
import io.marquee.contract.feature.FeatureView;
import io.marquee.contract.feature.JoinKey;
import io.marquee.contract.feature.ValueType;
import io.marquee.contract.problem.ProblemException;
import io.marquee.workhorse.feature.TrainingFrame;
import io.marquee.workhorse.feature.offline.AsOfJoin.JoinedView;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Joins ratings with feature rows by time, see {@link AsOfJoin}, into the columns that trainers read.
 *
 * <p>Ratings are a relation with user_id, movie_id, rating and rated_at.
 */
final class PointInTimeJoin {

    /** Which row of a view a label is given. */
    sealed interface Time {

        /** The one that was known when the label was. */
        record OfLabel() implements Time {}

        /** The newest that is not of the future at a moment, see {@link OfflineStore#upTo}. */
        record Now(Instant moment) implements Time {}
    }

    private final DuckDb duckDb;

    PointInTimeJoin(DuckDb duckDb) {
        this.duckDb = duckDb;
    }

    /** The joined rows by time, then user, then movie; columns in the order of {@code features}. */
    TrainingFrame join(String labels, List<JoinedView> views, List<FeatureReference> features, Time time)
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

    private static String sql(String labels, List<JoinedView> views, List<FeatureReference> features, Time time) {
        List<String> columns = new ArrayList<>(
                List.of("label.user_id", "label.movie_id", "label.rating", "epoch(label.rated_at)::BIGINT"));
        for (FeatureReference feature : features) {
            String column = column(AsOfJoin.viewOf(views, feature), feature, time);
            columns.add(type(views, feature) == ValueType.BOOL ? "(" + column + ")::INTEGER" : column);
        }
        StringBuilder sql = new StringBuilder("SELECT ")
                .append(String.join(", ", columns))
                .append(" FROM ")
                .append(labels)
                .append(" AS label");
        for (JoinedView joined : views) {
            requireLabelKeys(joined.view());
            sql.append(
                    switch (time) {
                        case Time.OfLabel ofLabel -> AsOfJoin.clause(joined, "label", "rated_at");
                        case Time.Now now -> newestJoin(joined, now.moment());
                    });
        }
        return sql.append(" ORDER BY label.rated_at, label.user_id, label.movie_id")
                .toString();
    }

    private static String newestJoin(JoinedView joined, Instant now) {
        String keys = joined.view().joinKeys().stream()
                .map(key -> DuckDb.name(key.column()))
                .collect(Collectors.joining(", "));
        String equal = joined.view().joinKeys().stream()
                .map(key -> "label." + key.column() + " = " + AsOfJoin.alias(joined) + "." + key.column())
                .collect(Collectors.joining(" AND "));
        return " LEFT JOIN (SELECT * FROM " + OfflineStore.upTo(now, joined.rows())
                + " QUALIFY row_number() OVER (PARTITION BY " + keys + " ORDER BY event_timestamp DESC) = 1) AS "
                + AsOfJoin.alias(joined) + " ON " + equal;
    }

    /** What serving would be given now does not look at TTLs: those of online rows end by themselves. */
    private static String column(JoinedView joined, FeatureReference feature, Time time) {
        return time instanceof Time.Now
                ? AsOfJoin.alias(joined) + "." + DuckDb.name(feature.feature())
                : AsOfJoin.column(joined, feature.feature(), "label", "rated_at");
    }

    private int count(String labels) throws SQLException {
        try (Statement statement = duckDb.connection().createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM " + labels)) {
            row.next();
            return Math.toIntExact(row.getLong(1));
        }
    }

    private static void requireLabelKeys(FeatureView view) {
        for (JoinKey key : view.joinKeys()) {
            if (!key.column().equals("user_id") && !key.column().equals("movie_id")) {
                throw ProblemException.invalid(
                        "features", view.name(), "must be of a view of users or movies, which is what a rating has");
            }
        }
    }

    private static ValueType type(List<JoinedView> views, FeatureReference feature) {
        return AsOfJoin.viewOf(views, feature).fields().stream()
                .filter(field -> field.name().equals(feature.feature()))
                .findFirst()
                .orElseThrow(() -> ProblemException.notFound("feature", feature))
                .type();
    }
}
