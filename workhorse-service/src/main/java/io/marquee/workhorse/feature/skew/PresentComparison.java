package io.marquee.workhorse.feature.skew;

import io.marquee.contract.feature.FeatureField;
import io.marquee.contract.feature.FeatureReference;
import io.marquee.contract.feature.FeatureView;
import io.marquee.contract.feature.OnlineRow;
import io.marquee.workhorse.feature.definition.ViewDefinition;
import io.marquee.workhorse.feature.offline.CurrentBuild;
import io.marquee.workhorse.feature.offline.DuckDb;
import io.marquee.workhorse.feature.offline.OfflineStore;
import io.marquee.workhorse.feature.offline.PresentRows;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Compares views that only say what is true now, such as all of a user's ratings. Their values are too long to be written
 * into each prediction, and have no rows of earlier times; so what serving finds online for the users that it has answered
 * lately is compared with what follows from the ratings of the current build. A row that is newer than the build says
 * nothing yet and is left out.
 */
final class PresentComparison {

    /** Stands for the prediction in examples: the row was read, not logged. */
    static final String READ = "online";

    /** The newest online row of a user. */
    @FunctionalInterface
    interface OnlineRows {
        Optional<OnlineRow> read(String view, long userId);
    }

    /** Those of some moments whose past has been changed since. */
    @FunctionalInterface
    interface Past {
        Set<RewrittenPast.Moment> among(String joinKey, List<RewrittenPast.Moment> moments);
    }

    private final PresentRows rows;
    private final OnlineRows online;
    private final Past past;
    private final Tolerance tolerance;
    private final int examples;

    PresentComparison(PresentRows rows, OnlineRows online, Past past, Tolerance tolerance, int examples) {
        this.rows = rows;
        this.online = online;
        this.past = past;
        this.tolerance = tolerance;
        this.examples = examples;
    }

    /**
     * Compares one view.
     *
     * @param settled events from before then are online, if they ever will be
     */
    List<SkewReport.FeatureSkew> compare(
            ViewDefinition definition, CurrentBuild build, Set<Long> users, Instant settled, DuckDb duckDb)
            throws SQLException, IOException {
        if (users.isEmpty() || !rows.canCompute(definition)) {
            return List.of();
        }
        Instant snapshotAt = build.get(OfflineStore.LABELS).snapshotAt();
        Map<Long, OnlineRow> offline = offline(definition, build, users, duckDb);
        Map<Long, SkewOutcome> rewritten = new HashMap<>();
        past.among(
                        ServedRow.USER_KEY,
                        users.stream()
                                .map(user -> new RewrittenPast.Moment(user, snapshotAt))
                                .toList())
                .forEach(moment -> rewritten.put(moment.entityId(), SkewOutcome.REWRITTEN));
        Map<String, FeatureTally> tallies = new LinkedHashMap<>();
        for (long user : users) {
            OnlineRow served = online.read(definition.name(), user).orElse(null);
            OnlineRow expected = offline.get(user);
            if (isLater(served, snapshotAt) || isLater(expected, settled) || served == null && expected == null) {
                continue;
            }
            ServedRow row = new ServedRow(
                    READ,
                    snapshotAt,
                    AnswerKind.MODEL,
                    Map.of(ServedRow.USER_KEY, user),
                    served == null ? null : served.eventTimestamp(),
                    definition.view().version(),
                    Map.of());
            for (FeatureField field : definition.view().fields()) {
                Object some = value(served, field);
                Object other = value(expected, field);
                tallies.computeIfAbsent(
                                field.name(),
                                name -> new FeatureTally(new FeatureReference(definition.name(), name), examples))
                        .add(outcome(some, other, rewritten.get(user)), row, some, other);
            }
        }
        return tallies.values().stream().map(FeatureTally::result).toList();
    }

    private SkewOutcome outcome(@Nullable Object served, @Nullable Object offline, @Nullable SkewOutcome excuse) {
        if (tolerance.same(served, offline)) {
            return SkewOutcome.EQUAL;
        }
        if (excuse != null) {
            return excuse;
        }
        if (served == null) {
            return SkewOutcome.MISSING_ONLINE;
        }
        return offline == null ? SkewOutcome.MISSING_OFFLINE : SkewOutcome.DIFFERING;
    }

    private Map<Long, OnlineRow> offline(ViewDefinition definition, CurrentBuild build, Set<Long> users, DuckDb duckDb)
            throws SQLException, IOException {
        FeatureView view = definition.view();
        rows.compute(definition, build, users, duckDb);
        List<String> columns = new ArrayList<>(List.of(ServedRow.USER_KEY, "epoch(event_timestamp)::BIGINT"));
        view.fields().forEach(field -> columns.add(OfflineMoments.column(field.type(), field.name())));
        Map<Long, OnlineRow> found = new HashMap<>();
        try (Statement statement = duckDb.connection().createStatement();
                ResultSet result =
                        statement.executeQuery("SELECT " + String.join(", ", columns) + " FROM " + view.name())) {
            while (result.next()) {
                Map<String, @Nullable Object> values = new HashMap<>();
                for (int i = 0; i < view.fields().size(); i++) {
                    FeatureField field = view.fields().get(i);
                    values.put(field.name(), OfflineMoments.value(field.type(), result, i + 3));
                }
                found.put(result.getLong(1), new OnlineRow(Instant.ofEpochSecond(result.getLong(2)), values));
            }
        }
        return found;
    }

    private static boolean isLater(@Nullable OnlineRow row, Instant time) {
        return row != null && row.eventTimestamp().isAfter(time);
    }

    private static @Nullable Object value(@Nullable OnlineRow row, FeatureField field) {
        return row == null ? null : row.values().get(field.name());
    }
}
