package io.marquee.controltower.feature;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the online store knows of one entity.
 *
 * @param values by full name {@code view__feature}; a missing value has no entry
 * @param views the views that have a row for it
 */
public record EntityRow(Map<String, Object> values, Set<String> views) {

    /** An entity that the store has never heard of. */
    public static final EntityRow UNKNOWN = new EntityRow(Map.of(), Set.of());

    /** Whether that view has a row for the entity. */
    public boolean has(String view) {
        return views.contains(view);
    }

    /** The value of a feature by full name, null when missing. */
    public @Nullable Object value(String fullName) {
        return values.get(fullName);
    }
}
