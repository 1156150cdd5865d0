package io.marquee.workhorse.tracking.run;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.marquee.workhorse.tracking.run.RunMessages.Metric;
import io.marquee.workhorse.tracking.run.RunMessages.RunMessage;
import io.marquee.workhorse.tracking.wire.KeyValue;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a run has logged, by key.
 *
 * @param metrics the value that counts of each
 * @param dataSets data sets it has used, {@code name@digest} each
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record RunFacts(
        String runId,
        String runName,
        String experimentId,
        Map<String, String> params,
        Map<String, Double> metrics,
        Map<String, String> tags,
        List<String> dataSets) {

    static RunFacts of(RunMessage run) {
        Map<String, Double> metrics = new TreeMap<>();
        for (Metric metric : run.data().metrics()) {
            metrics.put(metric.key(), metric.value());
        }
        return new RunFacts(
                run.info().runId(),
                run.info().runName(),
                run.info().experimentId(),
                byKey(run.data().params()),
                metrics,
                byKey(run.data().tags()),
                run.inputs().datasetInputs().stream()
                        .map(input ->
                                input.dataset().name() + "@" + input.dataset().digest())
                        .toList());
    }

    private static Map<String, String> byKey(List<KeyValue> pairs) {
        Map<String, String> map = new TreeMap<>();
        pairs.forEach(pair -> map.put(pair.key(), pair.value()));
        return map;
    }
}
