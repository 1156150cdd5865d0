package io.marquee.workhorse.feature.rows;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.marquee.contract.feature.FeatureReference;
import io.marquee.contract.problem.ProblemException;
import io.marquee.workhorse.feature.definition.FeatureDefinitions;
import io.marquee.workhorse.feature.serving.OnlineQuery;
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

    /**
     * The request as serving understands it.
     *
     * @throws ProblemException when a view is not known, or something is left out
     */
    OnlineQuery query(FeatureDefinitions definitions) {
        List<String> named = features == null ? List.of() : features;
        if (named.isEmpty() == (featureService == null)) {
            throw ProblemException.invalid(
                    "features", named, "must name something, or a feature_service, and not both");
        }
        if (entities == null || entities.isEmpty()) {
            throw ProblemException.invalid("entities", entities, "must name join keys with values");
        }
        Set<String> references = new LinkedHashSet<>();
        for (String name : named) {
            if (name.contains(":")) {
                references.add(name);
            } else {
                definitions
                        .view(name)
                        .view()
                        .fields()
                        .forEach(field -> references.add(new FeatureReference(name, field.name()).toString()));
            }
        }
        return new OnlineQuery(featureService, List.copyOf(references), true, entities);
    }
}
