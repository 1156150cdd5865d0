package io.marquee.contract.event;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A training run started, completed or failed.
 *
 * @param experimentId tracking experiment
 * @param runId tracking run
 * @param epoch last finished epoch or boosting round, from 1
 * @param loss training loss after that epoch
 */
public record TrainingEvent(
        String eventId,
        Instant timestamp,
        String source,
        String experimentId,
        String runId,
        String modelName,
        Status status,
        @Nullable Integer epoch,
        @Nullable Double loss,
        Map<String, Double> metrics,
        Map<String, Object> hyperparameters,
        Map<String, Object> datasetInfo,
        @Nullable Double durationSeconds,
        @Nullable String errorMessage)
        implements Event {

    /** Where the run stands. */
    public enum Status {
        STARTED,
        COMPLETED,
        FAILED;

        @JsonValue
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }

        @JsonCreator
        static Status fromWire(String text) {
            return valueOf(text.toUpperCase(Locale.ROOT));
        }
    }

    public TrainingEvent {
        Require.text(eventId, "event_id");
        Require.present(timestamp, "timestamp");
        Require.text(source, "source");
        Require.text(experimentId, "experiment_id");
        Require.text(runId, "run_id");
        Require.text(modelName, "model_name");
        Require.present(status, "status");
        metrics = Require.copy(metrics);
        hyperparameters = Require.copy(hyperparameters);
        datasetInfo = Require.copy(datasetInfo);
    }

    @Override
    public String eventType() {
        return "training_event";
    }

    @Override
    public String key() {
        return "model_" + modelName;
    }
}
