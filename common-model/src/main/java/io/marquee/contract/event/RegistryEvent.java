package io.marquee.contract.event;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The model registry changed.
 *
 * @param modelVersion the version it is about; null when the whole model is meant
 * @param alias the alias that was set or deleted
 * @param stage the stage that the version moved to
 * @param runId the run that made the version
 */
public record RegistryEvent(
        String eventId,
        Instant timestamp,
        String source,
        Action action,
        String modelName,
        @Nullable Integer modelVersion,
        @Nullable String alias,
        @Nullable String stage,
        @Nullable String runId,
        Map<String, Object> details)
        implements Event {

    /** What changed. */
    public enum Action {
        MODEL_CREATED,
        MODEL_UPDATED,
        MODEL_RENAMED,
        MODEL_DELETED,
        VERSION_CREATED,
        VERSION_UPDATED,
        VERSION_DELETED,
        ALIAS_SET,
        ALIAS_DELETED,
        STAGE_TRANSITIONED,
        TAG_SET,
        TAG_DELETED;

        @JsonValue
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }

        @JsonCreator
        static Action fromWire(String text) {
            return valueOf(text.toUpperCase(Locale.ROOT));
        }
    }

    public RegistryEvent {
        Require.text(eventId, "event_id");
        Require.present(timestamp, "timestamp");
        Require.text(source, "source");
        Require.present(action, "action");
        Require.text(modelName, "model_name");
        details = Require.copy(details);
    }

    @Override
    public String eventType() {
        return "registry_event";
    }

    @Override
    public String key() {
        return "model_" + modelName;
    }
}
