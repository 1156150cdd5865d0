package io.marquee.workhorse.feature.rows;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.marquee.contract.feature.EntityKey;
import io.marquee.contract.feature.FeatureReference;
import io.marquee.contract.feature.JoinKey;
import io.marquee.contract.feature.ValueType;
import io.marquee.contract.problem.ProblemException;
import io.marquee.workhorse.feature.definition.FeatureDefinitions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which values of which entities are wanted.
 *
 * @param features views, for all features of them, or {@code view:feature}
 * @param featureService a feature service instead
 * @param entities join key to values, one for each entity; all lists have the same length
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record OnlineValuesRequest(
        @Nullable List<String> features,
        @Nullable String featureService,
        @Nullable Map<String, List<@Nullable Object>> entities) {

    private static final int MAX_ENTITIES = 1_000;

    /**
     * The features, each once, in the order they are named.
     *
     * @throws ProblemException when one is not known, or none is named
     */
    List<FeatureReference> resolve(FeatureDefinitions definitions) {
        List<String> named = features == null ? List.of() : features;
        if (named.isEmpty() == (featureService == null)) {
            throw ProblemException.invalid(
                    "features", named, "must name something, or a feature_service, and not both");
        }
        if (featureService != null) {
            return definitions.resolve(featureService);
        }
        Set<FeatureReference> all = new LinkedHashSet<>();
        for (String name : named) {
            if (name.contains(":")) {
                FeatureReference reference = reference(name);
                definitions.field(reference);
                all.add(reference);
            } else {
                definitions
                        .view(name)
                        .view()
                        .fields()
                        .forEach(field -> all.add(new FeatureReference(name, field.name())));
            }
        }
        return List.copyOf(all);
    }

    private static FeatureReference reference(String name) {
        try {
            return FeatureReference.parse(name);
        } catch (IllegalArgumentException e) {
            throw ProblemException.invalid("features", name, "must be a view or view:feature");
        }
    }

    /**
     * The entities as they were named, one after the other.
     *
     * @throws ProblemException when the lists do not fit each other
     */
    List<Map<String, Object>> rows() {
        if (entities == null || entities.isEmpty()) {
            throw ProblemException.invalid("entities", entities, "must name join keys with values");
        }
        int count = entities.values().iterator().next().size();
        if (count > MAX_ENTITIES) {
            throw ProblemException.invalid("entities", count + " of them", "must be no more than " + MAX_ENTITIES);
        }
        List<Map<String, Object>> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Map<String, Object> row = new LinkedHashMap<>();
            for (Map.Entry<String, List<@Nullable Object>> column : entities.entrySet()) {
                Object value =
                        column.getValue().size() == count ? column.getValue().get(i) : null;
                if (value == null) {
                    throw ProblemException.invalid(
                            "entities." + column.getKey(),
                            column.getValue(),
                            "must have " + count + " values, as many as the others, and no null");
                }
                row.put(column.getKey(), value);
            }
            rows.add(row);
        }
        return rows;
    }

    /**
     * The key of an entity's row.
     *
     * @throws ProblemException when a join key is not given, or is of another type
     */
    static EntityKey key(List<JoinKey> joinKeys, Map<String, Object> entity) {
        List<EntityKey.Part> parts = new ArrayList<>();
        for (JoinKey joinKey : joinKeys) {
            Object value = entity.get(joinKey.column());
            parts.add(new EntityKey.Part(joinKey.column(), joinKey.type(), typed(joinKey, value)));
        }
        return new EntityKey(parts);
    }

    private static Object typed(JoinKey joinKey, @Nullable Object value) {
        boolean whole = value instanceof Long || value instanceof Integer;
        if (joinKey.type() == ValueType.STRING && value instanceof String) {
            return value;
        }
        if (joinKey.type() == ValueType.INT32 && value instanceof Integer) {
            return value;
        }
        if ((joinKey.type() == ValueType.INT64 || joinKey.type() == ValueType.UNIX_TIMESTAMP) && whole) {
            return ((Number) value).longValue();
        }
        throw ProblemException.invalid("entities." + joinKey.column(), value, "must be of type " + joinKey.type());
    }
}
