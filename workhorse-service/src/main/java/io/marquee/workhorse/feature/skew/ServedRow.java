package io.marquee.workhorse.feature.skew;

import io.marquee.contract.event.FeatureRows;
import io.marquee.contract.event.ModelPrediction;
import io.marquee.contract.feature.FeatureField;
import io.marquee.contract.feature.FeatureReference;
import io.marquee.contract.feature.FeatureView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What serving used of one entity's row for one event.
 *
 * @param rowTime when the row's values became true; null when there was no row
 * @param version of the view's definition that the model was trained with
 * @param values feature to value, of the features that were logged
 */
record ServedRow(
        String eventId,
        Instant predictedAt,
        AnswerKind kind,
        long entityId,
        @Nullable Instant rowTime,
        int version,
        Map<String, @Nullable Object> values) {

    static final String USER_KEY = "user_id";
    static final String MOVIE_KEY = "movie_id";

    /** Whether predictions can be compared for that view: its entities are the user, or the movie, that was asked for. */
    static boolean isLogged(FeatureView view) {
        return view.joinKeys().size() == 1
                && (view.joinKeys().getFirst().column().equals(USER_KEY)
                        || view.joinKeys().getFirst().column().equals(MOVIE_KEY));
    }

    /** The rows of the view that the event used, each entity once; empty when it used none or does not say which. */
    static List<ServedRow> of(ModelPrediction event, FeatureView view) {
        FeatureRows read = event.featureRows().get(view.name());
        List<Object> ids = ids(event, view);
        if (read == null || ids.isEmpty()) {
            return List.of();
        }
        Map<String, List<@Nullable Object>> columns = new LinkedHashMap<>();
        for (FeatureField field : view.fields()) {
            List<@Nullable Object> column =
                    event.inputFeatures().get(new FeatureReference(view.name(), field.name()).fullName());
            if (column != null) {
                columns.put(field.name(), column);
            }
        }
        List<ServedRow> rows = new ArrayList<>();
        Set<Long> seen = new HashSet<>();
        for (int i = 0; i < ids.size(); i++) {
            if (ids.get(i) instanceof Number id && seen.add(id.longValue())) {
                Map<String, @Nullable Object> values = new LinkedHashMap<>();
                for (Map.Entry<String, List<@Nullable Object>> column : columns.entrySet()) {
                    values.put(column.getKey(), column.getValue().get(i));
                }
                rows.add(new ServedRow(
                        event.eventId(),
                        event.timestamp(),
                        AnswerKind.of(event, i),
                        id.longValue(),
                        read.eventTimestamps().get(i),
                        read.version(),
                        values));
            }
        }
        return rows;
    }

    /** The entity of each prediction; a user's row is the same for all. */
    private static List<Object> ids(ModelPrediction event, FeatureView view) {
        if (event.predictions().isEmpty()) {
            return List.of();
        }
        if (view.joinKeys().getFirst().column().equals(USER_KEY)) {
            Long userId = event.userId();
            return userId == null ? List.of() : List.of(userId);
        }
        return event.inputFeatures().getOrDefault(ModelPrediction.MOVIE_ID, List.of());
    }
}
