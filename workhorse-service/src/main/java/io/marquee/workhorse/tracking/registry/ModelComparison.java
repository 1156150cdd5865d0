package io.marquee.workhorse.tracking.registry;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.marquee.workhorse.tracking.run.RunFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Two versions of a model side by side; a value is absent where a version's run has not logged it.
 *
 * @param params all parameters of either
 * @param metrics all metrics of either
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record ModelComparison(
        ModelView.Version left, ModelView.Version right, List<Texts> params, List<Numbers> metrics) {

    /** A parameter. */
    public record Texts(
            String key, @Nullable String left, @Nullable String right, boolean same) {}

    /**
     * A metric.
     *
     * @param change right minus left
     */
    public record Numbers(
            String key,
            @Nullable Double left,
            @Nullable Double right,
            @Nullable Double change) {}

    static ModelComparison of(ModelView.Version left, ModelView.Version right) {
        List<Texts> params = new ArrayList<>();
        for (String key : keys(left, right, RunFacts::params)) {
            String one = value(left, RunFacts::params, key);
            String other = value(right, RunFacts::params, key);
            params.add(new Texts(key, one, other, Objects.equals(one, other)));
        }
        List<Numbers> metrics = new ArrayList<>();
        for (String key : keys(left, right, RunFacts::metrics)) {
            Double one = value(left, RunFacts::metrics, key);
            Double other = value(right, RunFacts::metrics, key);
            metrics.add(new Numbers(key, one, other, one == null || other == null ? null : other - one));
        }
        return new ModelComparison(left, right, params, metrics);
    }

    private static <T> Set<String> keys(
            ModelView.Version left, ModelView.Version right, Function<RunFacts, Map<String, T>> part) {
        Set<String> keys = new TreeSet<>();
        for (RunFacts run : new RunFacts[] {left.run(), right.run()}) {
            if (run != null) {
                keys.addAll(part.apply(run).keySet());
            }
        }
        return keys;
    }

    private static <T> @Nullable T value(
            ModelView.Version version, Function<RunFacts, Map<String, T>> part, String key) {
        return version.run() == null ? null : part.apply(version.run()).get(key);
    }
}
