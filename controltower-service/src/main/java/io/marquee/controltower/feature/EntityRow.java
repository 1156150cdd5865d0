package io.marquee.controltower.feature;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the online store knows of one entity.
 *
 * @param values by full name {@code view__feature}; a missing value has no entry
 * @param times of the views that have a row for it, when the row's values became true
 */
public record EntityRow(Map<String, Object> values, Map<String, Instant> times) {

    /** An entity that the store has never heard of. */
    public static final EntityRow UNKNOWN = new EntityRow(Map.of(), Map.of());

    /** Whether that view has a row for the entity. */
    public boolean has(String view) {
        return times.containsKey(view);
    }

    /** When the view's row became true, null when there is none. */
    public @Nullable Instant time(String view) {
        return times.get(view);
    }

    /** The value of a feature by full name, null when missing. */
    public @Nullable Object value(String fullName) {
        return values.get(fullName);
    }
}
