package io.marquee.workhorse.feature.skew;

import io.marquee.contract.event.ModelPrediction;
import io.marquee.contract.feature.FeatureReference;
import io.marquee.contract.feature.FeatureView;
import io.marquee.contract.feature.JoinKey;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Compares events and counts. Served rows wait until there are enough of them to be worth a look-up, which reads all offline
 * rows of a view; beyond them only the counts stay in memory. Not thread-safe.
 */
final class SkewComparison {

    /** A value that is not equal, as long as nobody says that the past was rewritten. */
    private record Suspect(
            ServedRow row,
            String feature,
            SkewOutcome outcome,
            @Nullable Object served,
            @Nullable Object offline) {}

    /** Where a view's offline values are looked up. */
    @FunctionalInterface
    interface OfflineRows {
        void lookUp(FeatureView view, List<ServedRow> rows, OfflineMoments.Taker taker)
                throws SQLException, IOException;
    }

    private static final int LOOKED_UP_TOGETHER = 20_000;

    private final SkewPolicy policy;
    private final int examples;
    private final OfflineRows offline;
    private final BiFunction<String, List<RewrittenPast.Moment>, Set<RewrittenPast.Moment>> rewritten;
    private final Map<FeatureView, List<ServedRow>> waiting = new LinkedHashMap<>();
    private final Map<FeatureReference, FeatureTally> tallies = new LinkedHashMap<>();
    private final Map<AnswerKind, Long> answers = new EnumMap<>(AnswerKind.class);
    private long events;

    /**
     * A comparison without events yet.
     *
     * @param rewritten of a join key's moments, those whose past has been changed since
     */
    SkewComparison(
            SkewPolicy policy,
            int examples,
            OfflineRows offline,
            BiFunction<String, List<RewrittenPast.Moment>, Set<RewrittenPast.Moment>> rewritten) {
        this.policy = policy;
        this.examples = examples;
        this.offline = offline;
        this.rewritten = rewritten;
    }

    /** Takes what those events used of those views. */
    void add(List<ModelPrediction> batch, List<FeatureView> views) throws SQLException, IOException {
        events += batch.size();
        for (ModelPrediction event : batch) {
            for (int i = 0; i < event.predictions().size(); i++) {
                answers.merge(AnswerKind.of(event, i), 1L, Long::sum);
            }
        }
        for (FeatureView view : views) {
            take(view, batch);
        }
    }

    /** Compares what has been taken and not been compared yet. */
    void finish() throws SQLException, IOException {
        for (Map.Entry<FeatureView, List<ServedRow>> view : waiting.entrySet()) {
            compare(view.getKey(), view.getValue());
        }
        waiting.clear();
    }

    private void take(FeatureView view, List<ModelPrediction> batch) throws SQLException, IOException {
        List<ServedRow> comparable = waiting.computeIfAbsent(view, first -> new ArrayList<>());
        for (ModelPrediction event : batch) {
            for (ServedRow row : ServedRow.of(event, view)) {
                if (row.version() == view.version()) {
                    comparable.add(row);
                } else {
                    row.values().keySet().forEach(feature -> tally(view, feature)
                            .addOtherVersion());
                }
            }
        }
        if (comparable.size() >= LOOKED_UP_TOGETHER) {
            compare(view, comparable);
            comparable.clear();
        }
    }

    private void compare(FeatureView view, List<ServedRow> comparable) throws SQLException, IOException {
        if (comparable.isEmpty()) {
            return;
        }
        List<Suspect> suspects = new ArrayList<>();
        offline.lookUp(view, comparable, (row, values) -> row.values().forEach((feature, served) -> {
            SkewPolicy.Offline value = values.get(feature);
            if (value == null) {
                return;
            }
            SkewOutcome outcome = policy.judge(served, row.predictedAt(), row.rowTime(), value);
            if (outcome.isSkew()) {
                suspects.add(new Suspect(row, feature, outcome, served, value.atPrediction()));
            } else {
                tally(view, feature).add(outcome, row, served, value.atPrediction());
            }
        }));
        Set<ServedRow> changed = new HashSet<>();
        for (JoinKey key : view.joinKeys()) {
            changed.addAll(rewritten(key.column(), suspects));
        }
        for (Suspect suspect : suspects) {
            SkewOutcome outcome = changed.contains(suspect.row()) ? SkewOutcome.REWRITTEN : suspect.outcome();
            tally(view, suspect.feature()).add(outcome, suspect.row(), suspect.served(), suspect.offline());
        }
    }

    /** Rows of entities whose user's or movie's past was changed since. */
    private Set<ServedRow> rewritten(String joinKey, List<Suspect> suspects) {
        if (!joinKey.equals(ServedRow.USER_KEY) && !joinKey.equals(ServedRow.MOVIE_KEY)) {
            return Set.of();
        }
        Map<RewrittenPast.Moment, Set<ServedRow>> rows = new LinkedHashMap<>();
        for (Suspect suspect : suspects) {
            if (suspect.row().entity().get(joinKey) instanceof Long id) {
                rows.computeIfAbsent(
                                new RewrittenPast.Moment(id, suspect.row().predictedAt()), moment -> new HashSet<>())
                        .add(suspect.row());
            }
        }
        return rewritten.apply(joinKey, List.copyOf(rows.keySet())).stream()
                .flatMap(moment -> rows.getOrDefault(moment, Set.of()).stream())
                .collect(Collectors.toSet());
    }

    private FeatureTally tally(FeatureView view, String feature) {
        return tallies.computeIfAbsent(
                new FeatureReference(view.name(), feature), reference -> new FeatureTally(reference, examples));
    }

    long events() {
        return events;
    }

    Map<AnswerKind, Long> answers() {
        return answers;
    }

    /** What came out, worst first, then by name. */
    List<SkewReport.FeatureSkew> features() {
        return tallies.values().stream()
                .map(FeatureTally::result)
                .sorted(SkewReport.WORST_FIRST)
                .toList();
    }
}
