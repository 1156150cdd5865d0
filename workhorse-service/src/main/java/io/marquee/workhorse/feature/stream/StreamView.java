package io.marquee.workhorse.feature.stream;

import io.marquee.workhorse.feature.definition.Computation;
import io.marquee.workhorse.feature.definition.FeatureDefinitions;
import io.marquee.workhorse.feature.definition.ViewDefinition;
import io.marquee.workhorse.feature.stream.aggregate.AggregationPlan;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** A view that is aggregated from events. */
record StreamView(ViewDefinition definition, AggregationPlan plan) {

    /** The views of each kind of entity that has some. */
    static Map<StreamEntity.Kind, List<StreamView>> of(FeatureDefinitions definitions) {
        Map<StreamEntity.Kind, List<StreamView>> views = new EnumMap<>(StreamEntity.Kind.class);
        for (ViewDefinition definition : definitions.views()) {
            if (definition.computation() instanceof Computation.Aggregations aggregations) {
                AggregationPlan plan = AggregationPlan.of(definition.joinKeys(), aggregations);
                views.computeIfAbsent(StreamEntity.Kind.of(plan.joinKey()), kind -> new ArrayList<>())
                        .add(new StreamView(definition, plan));
            }
        }
        return views;
    }
}
