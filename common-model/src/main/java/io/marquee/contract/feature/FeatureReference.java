package io.marquee.contract.feature;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * A feature named from outside its view, {@code view:feature}.
 *
 * @param view feature view
 * @param feature field of that view
 */
public record FeatureReference(String view, String feature) {

    /**
     * Reads {@code view:feature}.
     *
     * @throws IllegalArgumentException when the text has another shape
     */
    @JsonCreator
    public static FeatureReference parse(String text) {
        int colon = text.indexOf(':');
        if (colon <= 0 || colon == text.length() - 1 || text.indexOf(':', colon + 1) >= 0) {
            throw new IllegalArgumentException("a feature reference has the shape view:feature, got: '" + text + "'");
        }
        return new FeatureReference(text.substring(0, colon), text.substring(colon + 1));
    }

    /** The name of the column in a training set or an event, {@code view__feature}. */
    public String fullName() {
        return view + "__" + feature;
    }

    @JsonValue
    @Override
    public String toString() {
        return view + ":" + feature;
    }
}
