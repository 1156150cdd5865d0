package io.marquee.workhorse.tracking.run;

import io.marquee.workhorse.tracking.run.RunMessages.DatasetInput;
import io.marquee.workhorse.tracking.run.RunMessages.Metric;
import io.marquee.workhorse.tracking.store.Names;
import io.marquee.workhorse.tracking.wire.KeyValue;
import io.marquee.workhorse.tracking.wire.MlflowException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Takes what a run logs: checks it by MLflow's limits, then writes all of it or nothing. */
@ApplicationScoped
public class RunLog {

    private static final int MAX_METRICS = 1000;
    private static final int MAX_PARAMETERS = 100;
    private static final int MAX_TAGS = 100;
    private static final int MAX_TOTAL = 1000;
    private static final int MAX_DATASETS = 1000;

    /** Everything of one call. */
    public record Batch(List<Metric> metrics, List<KeyValue> parameters, List<KeyValue> tags) {

        boolean hasMetricsAlone() {
            return !metrics.isEmpty() && parameters.isEmpty() && tags.isEmpty();
        }

        /** One parameter. */
        static Batch ofParameter(KeyValue parameter) {
            return new Batch(List.of(), List.of(parameter), List.of());
        }

        /** One point of a metric. */
        static Batch ofMetric(Metric metric) {
            return new Batch(List.of(metric), List.of(), List.of());
        }

        /** One tag. */
        static Batch ofTag(KeyValue tag) {
            return new Batch(List.of(), List.of(), List.of(tag));
        }
    }

    private final RunLogWriter writer;
    private final MetricStore metrics;

    RunLog(RunLogWriter writer, MetricStore metrics) {
        this.writer = writer;
        this.metrics = metrics;
    }

    /** Logs metrics, parameters and tags. */
    public void log(String runId, Batch batch) {
        check(batch);
        metrics.prepare(batch.metrics());
        // Training logs metrics alone, again and again. What is wrong with a run that takes none, the other way tells.
        if (!batch.hasMetricsAlone() || !metrics.write(runId, batch.metrics())) {
            writer.write(runId, batch);
        }
    }

    /** Logs the data sets that a run has used. */
    public void logInputs(String runId, List<DatasetInput> inputs) {
        limit("dataset inputs", inputs.size(), MAX_DATASETS);
        for (DatasetInput input : inputs) {
            Names.limited("dataset name", input.dataset().name(), 500);
            Names.limited("dataset digest", input.dataset().digest(), 36);
            Names.limited("dataset source_type", input.dataset().sourceType(), 36);
            Names.limited("dataset source", input.dataset().source(), 65_535);
            Names.limited("dataset schema", input.dataset().schema(), 1_048_575);
            Names.limited("dataset profile", input.dataset().profile(), 16_777_215);
            for (KeyValue tag : input.tags()) {
                Names.limited("dataset tag key", tag.key(), 255);
                Names.limited("dataset tag value", tag.value(), 500);
            }
        }
        writer.writeInputs(runId, inputs);
    }

    /** Notes in a tag that a model was logged. */
    public void logModel(String runId, String modelJson) {
        writer.writeModel(runId, LoggedModel.requireModel(modelJson));
    }

    private static void check(Batch batch) {
        limit("metrics", batch.metrics().size(), MAX_METRICS);
        limit("params", batch.parameters().size(), MAX_PARAMETERS);
        limit("tags", batch.tags().size(), MAX_TAGS);
        limit(
                "metrics, params and tags together",
                batch.metrics().size()
                        + batch.parameters().size()
                        + batch.tags().size(),
                MAX_TOTAL);
        for (Metric metric : batch.metrics()) {
            Names.key("metric", metric.key());
            if (metric.timestamp() < 0) {
                throw MlflowException.invalid("Got invalid timestamp " + metric.timestamp() + " for metric '"
                        + metric.key() + "'. Timestamp must be a nonnegative long (64-bit integer)");
            }
        }
        Set<String> keys = new HashSet<>();
        for (KeyValue parameter : batch.parameters()) {
            Names.key("parameter", parameter.key());
            Names.limited("value of parameter '" + parameter.key() + "'", parameter.value(), Names.MAX_PARAMETER_VALUE);
            if (!keys.add(parameter.key())) {
                throw MlflowException.invalid("Duplicate parameter keys have been submitted: " + parameter.key()
                        + ". Please ensure the request contains only one param value per param key.");
            }
        }
        Names.tags(batch.tags());
    }

    private static void limit(String what, int count, int most) {
        if (count > most) {
            throw MlflowException.invalid(
                    "A batch logging request can contain at most " + most + " " + what + ". Got " + count + ".");
        }
    }
}
