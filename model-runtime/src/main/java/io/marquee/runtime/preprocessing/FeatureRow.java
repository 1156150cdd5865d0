package io.marquee.runtime.preprocessing;

import org.jspecify.annotations.Nullable;

/** The feature values of one row, by full feature name {@code view__feature}. A map's {@code get} is one. */
@FunctionalInterface
public interface FeatureRow {

    /** A number, a boolean, text, a list of text, or null where missing. */
    @Nullable
    Object value(String fullName);
}
