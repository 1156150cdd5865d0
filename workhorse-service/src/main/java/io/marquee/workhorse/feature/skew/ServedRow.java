package io.marquee.workhorse.feature.skew;

import io.marquee.contract.event.FeatureRows;
import io.marquee.contract.event.ModelPrediction;
import io.marquee.contract.feature.FeatureField;
import io.marquee.contract.feature.FeatureReference;
import io.marquee.contract.feature.FeatureView;
import io.marquee.contract.feature.JoinKey;
import io.marquee.contract.feature.ValueType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What serving used of one entity's row for one event.
 *
 * @param entity join key to value, in the order of the view's join keys
 * @param rowTime when the row's values became true; null when there was no row
 * @param version of the view's definition that the model was trained with
 * @param values feature to value, of the features that were logged
 */
record ServedRow(
        String eventId,
        Instant predictedAt,
        AnswerKind kind,
        Map<String, Object> entity,
        @Nullable Instant rowTime,
        int version,
        Map<String, @Nullable Object> values) {

    static final String USER_KEY = "user_id";
    static final String MOVIE_KEY = "movie_id";

    ServedRow {
        entity = Collections.unmodifiableMap(new LinkedHashMap<>(entity));
    }

    /** The rows of the view that the event used, each entity once; empty when it used none or does not say which. */
    static List<ServedRow> of(ModelPrediction event, FeatureView view) {
        FeatureRows read = event.featureRows().get(view.name());
        if (read == null) {
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
        Set<Map<String, Object>> seen = new HashSet<>();
        for (int i = 0; i < event.predictions().size(); i++) {
            Map<String, Object> entity = entity(event, view, i);
            if (entity.size() == view.joinKeys().size() && seen.add(entity)) {
                Map<String, @Nullable Object> values = new LinkedHashMap<>();
                for (Map.Entry<String, List<@Nullable Object>> column : columns.entrySet()) {
                    values.put(column.getKey(), column.getValue().get(i));
                }
                rows.add(new ServedRow(
                        event.eventId(),
                        event.timestamp(),
                        AnswerKind.of(event, i),
                        entity,
                        read.eventTimestamps().get(i),
                        read.version(),
                        values));
            }
        }
        return rows;
    }

    /** For people, for example {@code user_id 7, genre Drama}. */
    String entityText() {
        return entity.entrySet().stream()
                .map(key -> key.getKey() + " " + key.getValue())
                .collect(Collectors.joining(", "));
    }

    /**
     * The entity of a prediction: its user is the event's, all other keys are columns of the input. Keys that the event does
     * not tell are left out.
     */
    private static Map<String, Object> entity(ModelPrediction event, FeatureView view, int prediction) {
        Map<String, Object> entity = new LinkedHashMap<>();
        for (JoinKey key : view.joinKeys()) {
            List<@Nullable Object> column = event.inputFeatures().get(key.column());
            Object told =
                    key.column().equals(USER_KEY) ? event.userId() : column == null ? null : column.get(prediction);
            // JSON does not tell whole numbers of different sizes apart.
            if (told instanceof Number number && (key.type() == ValueType.INT64 || key.type() == ValueType.INT32)) {
                entity.put(key.column(), number.longValue());
            } else if (told instanceof String text && key.type() == ValueType.STRING) {
                entity.put(key.column(), text);
            }
        }
        return entity;
    }
}
