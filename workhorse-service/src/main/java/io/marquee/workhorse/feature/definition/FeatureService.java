package io.marquee.workhorse.feature.definition;

import io.marquee.contract.feature.FeatureReference;
import java.util.List;
import java.util.Map;

/**
 * What a model consumes, under one name.
 *
 * @param features in the order of the file, none twice
 * @param owner who answers for it
 */
public record FeatureService(
        String name, List<FeatureReference> features, String description, String owner, Map<String, String> tags) {

    public FeatureService {
        features = List.copyOf(features);
        tags = Map.copyOf(tags);
        if (features.isEmpty()) {
            throw new IllegalArgumentException("feature service '" + name + "' needs a feature");
        }
    }
}
