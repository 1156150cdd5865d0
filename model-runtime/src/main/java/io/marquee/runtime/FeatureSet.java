package io.marquee.runtime;

import io.marquee.contract.feature.FeatureReference;
import java.util.List;
import java.util.Map;

/**
 * The features that belong to a model: its inputs, or, for a model that needs none, what is logged with its predictions so
 * that drift can be seen.
 *
 * @param features in the order of the model's columns
 * @param views the version of each feature view's definition that the model was trained with
 */
public record FeatureSet(List<FeatureReference> features, Map<String, Integer> views) {

    /** Its path within the model folder. */
    public static final String FILE_NAME = "features.json";

    public FeatureSet {
        features = List.copyOf(features);
        views = Map.copyOf(views);
        for (FeatureReference feature : features) {
            if (!views.containsKey(feature.view())) {
                throw new IllegalArgumentException("feature '" + feature + "' is of a view without a version");
            }
        }
    }
}
