package io.marquee.contract.feature;

import org.jspecify.annotations.Nullable;

/**
 * A column of a feature view.
 *
 * @param name its name within the view
 * @param description one sentence for people
 * @param min smallest valid number, or null
 * @param max largest valid number, or null
 */
public record FeatureField(
        String name,
        ValueType type,
        String description,
        @Nullable Double min,
        @Nullable Double max) {

    public FeatureField {
        if (name.isBlank()) {
            throw new IllegalArgumentException("a feature needs a name");
        }
        if (min != null && max != null && min > max) {
            throw new IllegalArgumentException("feature '" + name + "': min " + min + " is greater than max " + max);
        }
    }
}
