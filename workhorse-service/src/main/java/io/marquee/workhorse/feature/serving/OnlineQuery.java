package io.marquee.workhorse.feature.serving;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a client asks for.
 *
 * @param service name of a feature service; null when features are listed
 * @param features references of the shape {@code view:feature}; not looked at when a service is named
 * @param fullNames whether features are answered as {@code view__feature}
 * @param entities join key, or name of an entity, to its values, in the order they came
 */
public record OnlineQuery(
        @Nullable String service,
        List<String> features,
        boolean fullNames,
        Map<String, List<@Nullable Object>> entities) {

    /** Number of entities, by the first column. */
    public int entityCount() {
        return entities.isEmpty() ? 0 : entities.values().iterator().next().size();
    }
}
