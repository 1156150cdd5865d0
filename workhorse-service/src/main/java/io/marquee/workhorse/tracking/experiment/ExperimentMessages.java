package io.marquee.workhorse.tracking.experiment;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.marquee.workhorse.tracking.search.Page;
import io.marquee.workhorse.tracking.wire.KeyValue;
import io.marquee.workhorse.tracking.wire.MlflowMessage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Answers about experiments. */
final class ExperimentMessages {

    private ExperimentMessages() {}

    @MlflowMessage
    record Created(String experimentId) {}

    @MlflowMessage
    record ExperimentMessage(
            String experimentId,
            String name,
            String artifactLocation,
            String lifecycleStage,
            long lastUpdateTime,
            long creationTime,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<KeyValue> tags) {

        static ExperimentMessage of(Experiment experiment, List<KeyValue> tags) {
            return new ExperimentMessage(
                    experiment.id.toString(),
                    experiment.name,
                    experiment.artifactLocation,
                    experiment.lifecycle,
                    experiment.lastUpdateTime,
                    experiment.creationTime,
                    tags);
        }
    }

    @MlflowMessage
    record One(ExperimentMessage experiment) {}

    @MlflowMessage
    record Found(
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<ExperimentMessage> experiments,
            @Nullable String nextPageToken) {

        static Found of(Page<ExperimentMessage> page) {
            return new Found(page.items(), page.nextToken());
        }
    }
}
