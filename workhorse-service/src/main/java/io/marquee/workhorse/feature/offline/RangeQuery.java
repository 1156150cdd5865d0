package io.marquee.workhorse.feature.offline;

import io.marquee.contract.feature.FeatureReference;
import io.marquee.contract.feature.JoinKey;
import io.marquee.contract.problem.ProblemException;
import io.marquee.workhorse.feature.offline.AsOfJoin.JoinedView;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Writes the query for features without an entity frame: Feast's retrieval by a range of dates, which takes the end of the
 * range for every entity's moment. Views of different entities are refused, where Feast multiplies all rows of one with all
 * rows of the other.
 */
final class RangeQuery {

    private static final DateTimeFormatter MICROS = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSS");

    private RangeQuery() {}

    static String of(
            List<JoinedView> views, List<FeatureReference> features, Instant start, Instant end, boolean fullNames) {
        List<String> keys = keys(views.getFirst());
        for (JoinedView joined : views) {
            if (!Set.copyOf(keys(joined)).equals(Set.copyOf(keys))) {
                throw ProblemException.invalid(
                        "features",
                        joined.view().name(),
                        "must be of views with the join keys " + String.join(", ", keys) + ", as the others are");
            }
        }
        List<String> columns = new ArrayList<>(keys.stream().map(DuckDb::name).toList());
        columns.add(timestamp(end) + " AS event_timestamp");
        Set<String> names = new HashSet<>(keys);
        names.add(EntityFrame.TIME);
        for (FeatureReference feature : features) {
            String name = fullNames ? feature.fullName() : feature.feature();
            if (!names.add(name)) {
                throw ProblemException.invalid(
                        "features",
                        feature,
                        "would be the second column named '" + name + "'; ask for it once, or for full feature names");
            }
            columns.add(AsOfJoin.alias(AsOfJoin.viewOf(views, feature)) + "." + DuckDb.name(feature.feature()) + " AS "
                    + DuckDb.name(name));
        }
        String using = " USING (" + keys.stream().map(DuckDb::name).collect(Collectors.joining(", ")) + ")";
        return "SELECT " + String.join(", ", columns) + " FROM "
                + views.stream()
                        .map(joined -> "(" + latest(joined, start, end) + ") AS " + AsOfJoin.alias(joined))
                        .reduce((all, next) -> all + " FULL JOIN " + next + using)
                        .orElseThrow();
    }

    private static String latest(JoinedView joined, Instant start, Instant end) {
        Instant oldest = start;
        if (!joined.view().ttl().isZero() && end.minus(joined.view().ttl()).isAfter(start)) {
            oldest = end.minus(joined.view().ttl());
        }
        String keys = keys(joined).stream().map(DuckDb::name).collect(Collectors.joining(", "));
        return "SELECT * FROM " + joined.rows() + " WHERE event_timestamp BETWEEN " + timestamp(oldest) + " AND "
                + timestamp(end) + " QUALIFY row_number() OVER (PARTITION BY " + keys
                + " ORDER BY event_timestamp DESC) = 1";
    }

    private static List<String> keys(JoinedView joined) {
        return joined.view().joinKeys().stream().map(JoinKey::column).toList();
    }

    private static String timestamp(Instant time) {
        return "TIMESTAMP " + DuckDb.literal(MICROS.format(time.atOffset(ZoneOffset.UTC)));
    }
}
