package io.marquee.workhorse.tracking.run;

import io.marquee.workhorse.tracking.run.RunMessages.BulkHistory;
import io.marquee.workhorse.tracking.run.RunMessages.History;
import io.marquee.workhorse.tracking.run.RunMessages.Metric;
import io.marquee.workhorse.tracking.search.Page;
import io.marquee.workhorse.tracking.wire.MlflowException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Reads the history of metrics. */
@ApplicationScoped
public class MetricHistory {

    private static final int MAX_RUNS = 100;

    private final RunRepository runs;
    private final MetricStore metrics;

    MetricHistory(RunRepository runs, MetricStore metrics) {
        this.runs = runs;
        this.metrics = metrics;
    }

    /** Points of one metric of one run. */
    @Transactional
    public History of(String runId, String key, int size, @Nullable String token) {
        Page<Metric> page = metrics.history(runs.get(runId), key, size, token);
        return new History(page.items(), page.nextToken());
    }

    /** Points of one metric of several runs, at most about {@code size} steps of each. */
    @Transactional
    public BulkHistory ofSeveral(
            List<String> runIds, String key, OptionalLong fromStep, OptionalLong toStep, int size) {
        if (runIds.size() > MAX_RUNS) {
            throw MlflowException.invalid("GetMetricHistoryBulkInterval request must specify at most " + MAX_RUNS
                    + " run_ids. Received " + runIds.size() + " run_ids.");
        }
        if (fromStep.isPresent() != toStep.isPresent()) {
            throw MlflowException.invalid("If either start step or end step are specified, both must be specified.");
        }
        long from = fromStep.orElse(Long.MIN_VALUE);
        long to = toStep.orElse(Long.MAX_VALUE);
        if (from > to) {
            throw MlflowException.invalid(
                    "end_step must be greater than start_step. Found start_step=" + from + " and end_step=" + to + ".");
        }
        Map<Long, String> numbers = new LinkedHashMap<>();
        runIds.forEach(runId -> numbers.put(runs.get(runId).no, runId));
        return new BulkHistory(metrics.sample(numbers, key, from, to, size));
    }
}
