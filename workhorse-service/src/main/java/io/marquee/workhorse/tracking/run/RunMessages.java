package io.marquee.workhorse.tracking.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.marquee.workhorse.tracking.wire.KeyValue;
import io.marquee.workhorse.tracking.wire.MlflowMessage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Answers about runs. */
public final class RunMessages {

    private RunMessages() {}

    @MlflowMessage
    record Info(
            String runId,
            String runUuid,
            String runName,
            String experimentId,
            String userId,
            String status,
            long startTime,
            @Nullable Long endTime,
            String artifactUri,
            String lifecycleStage) {

        static Info of(Run run) {
            return new Info(
                    run.runId,
                    run.runId,
                    run.name,
                    Long.toString(run.experimentId),
                    run.userId,
                    run.status,
                    run.startTime,
                    run.endTime,
                    run.artifactUri,
                    run.lifecycle);
        }
    }

    /** A point of a metric; {@code timestamp} in milliseconds since the epoch. */
    @MlflowMessage
    @JsonSerialize(using = MetricSerializer.class)
    public record Metric(String key, double value, long timestamp, long step) {}

    /** The same with the run it is from. */
    @MlflowMessage
    record MetricOfRun(String key, double value, long timestamp, long step, String runId) {}

    @MlflowMessage
    record Data(
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Metric> metrics,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<KeyValue> params,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<KeyValue> tags) {}

    /** Data that a run has used. */
    @MlflowMessage
    public record Dataset(
            String name,
            String digest,
            String sourceType,
            String source,
            @Nullable String schema,
            @Nullable String profile) {}

    /** What it was used for, in tags. */
    @MlflowMessage
    public record DatasetInput(
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<KeyValue> tags, Dataset dataset) {}

    @MlflowMessage
    record Inputs(
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<DatasetInput> datasetInputs) {}

    @MlflowMessage
    record RunMessage(Info info, Data data, Inputs inputs) {}

    @MlflowMessage
    record One(RunMessage run) {}

    @MlflowMessage
    record Updated(Info runInfo) {}

    @MlflowMessage
    record Found(
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<RunMessage> runs,
            @Nullable String nextPageToken) {}

    @MlflowMessage
    record History(
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Metric> metrics,
            @Nullable String nextPageToken) {}

    @MlflowMessage
    record BulkHistory(
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<MetricOfRun> metrics) {}
}
