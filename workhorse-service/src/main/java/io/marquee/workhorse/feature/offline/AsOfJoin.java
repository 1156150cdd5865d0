package io.marquee.workhorse.feature.offline;

import io.marquee.contract.feature.FeatureField;
import io.marquee.contract.feature.FeatureReference;
import io.marquee.contract.feature.FeatureView;
import io.marquee.contract.feature.JoinKey;
import io.marquee.contract.problem.ProblemException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Writes the query that joins entity rows with feature rows by time, as Feast's {@code get_historical_features} does: of each
 * view the latest row with {@code row time <= entity time} and, where the view has a TTL, {@code row time >= entity time -
 * ttl}, both bounds included. An entity row without such a row stays and has missing values.
 *
 * <p>A view's relation has one row per key and time at most: ties are settled when rows are written, see
 * {@link ViewRows}. The TTL needs no second look either: the latest row is the only candidate, and when it is too old all
 * others are.
 */
final class AsOfJoin {

    /**
     * A view to join.
     *
     * @param rows its rows as a relation that can follow FROM
     * @param fields the features that are wanted of it, at least one
     */
    record JoinedView(FeatureView view, String rows, List<FeatureField> fields) {}

    private AsOfJoin() {}

    /** The join of one view, to follow the frame in FROM. */
    static String clause(JoinedView joined, String frame, String time) {
        StringBuilder sql = new StringBuilder(" ASOF LEFT JOIN ")
                .append(joined.rows())
                .append(" AS ")
                .append(alias(joined))
                .append(" ON ");
        for (JoinKey key : joined.view().joinKeys()) {
            sql.append(frame).append('.').append(DuckDb.name(key.column()));
            sql.append(" = ").append(alias(joined)).append('.').append(DuckDb.name(key.column()));
            sql.append(" AND ");
        }
        return sql.append(frame)
                .append('.')
                .append(DuckDb.name(time))
                .append(" >= ")
                .append(alias(joined))
                .append(".event_timestamp")
                .toString();
    }

    /** A feature of a joined view, missing when its row is older than the TTL allows. */
    static String column(JoinedView joined, String feature, String frame, String time) {
        String value = alias(joined) + "." + DuckDb.name(feature);
        long ttl = joined.view().ttl().toSeconds();
        if (ttl == 0) {
            return value;
        }
        return "CASE WHEN " + alias(joined) + ".event_timestamp >= " + frame + "." + DuckDb.name(time) + " - INTERVAL "
                + ttl + " SECOND THEN " + value + " END";
    }

    /**
     * The whole query: the frame's columns, then the features in the order they were asked for.
     *
     * @param fullNames whether features are named {@code view__feature} or by their own names alone
     * @throws ProblemException when two columns would have the same name
     */
    static String query(FrameTable frame, List<JoinedView> views, List<FeatureReference> features, boolean fullNames) {
        Set<String> names = new HashSet<>();
        List<String> columns = new ArrayList<>();
        for (String column : frame.columns()) {
            names.add(column);
            columns.add("frame." + DuckDb.name(column));
        }
        for (FeatureReference feature : features) {
            String name = fullNames ? feature.fullName() : feature.feature();
            if (!names.add(name)) {
                throw ProblemException.invalid(
                        "features",
                        feature,
                        "would be the second column named '" + name + "'; ask for it once, or for full feature names");
            }
            columns.add(column(viewOf(views, feature), feature.feature(), "frame", frame.time()) + " AS "
                    + DuckDb.name(name));
        }
        StringBuilder sql = new StringBuilder("SELECT ")
                .append(String.join(", ", columns))
                .append(" FROM (")
                .append(frame.sql())
                .append(") AS frame");
        views.forEach(view -> sql.append(clause(view, "frame", frame.time())));
        return sql.toString();
    }

    static JoinedView viewOf(List<JoinedView> views, FeatureReference feature) {
        return views.stream()
                .filter(joined -> joined.view().name().equals(feature.view()))
                .findFirst()
                .orElseThrow(() -> ProblemException.notFound("feature view", feature.view()));
    }

    static String alias(JoinedView joined) {
        return DuckDb.name("of_" + joined.view().name());
    }
}
