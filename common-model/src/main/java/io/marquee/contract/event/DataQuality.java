package io.marquee.contract.event;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A data set was checked.
 *
 * @param score share of good rows, 0 to 1
 * @param threshold the score below which the check fails
 */
public record DataQuality(
        String eventId,
        Instant timestamp,
        String source,
        String datasetName,
        CheckType checkType,
        Status status,
        @Nullable Double score,
        @Nullable Double threshold,
        @Nullable Long affectedRows,
        @Nullable Long totalRows,
        Map<String, Object> details,
        @Nullable String remediationSuggested)
        implements Event {

    /** What was checked. */
    public enum CheckType {
        COMPLETENESS,
        CONSISTENCY,
        VALIDITY,
        ACCURACY;

        @JsonValue
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }

        @JsonCreator
        static CheckType fromWire(String text) {
            return valueOf(text.toUpperCase(Locale.ROOT));
        }
    }

    /** How it ended. */
    public enum Status {
        PASSED,
        FAILED,
        WARNING;

        @JsonValue
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }

        @JsonCreator
        static Status fromWire(String text) {
            return valueOf(text.toUpperCase(Locale.ROOT));
        }
    }

    public DataQuality {
        Require.text(eventId, "event_id");
        Require.present(timestamp, "timestamp");
        Require.text(source, "source");
        Require.text(datasetName, "dataset_name");
        Require.present(checkType, "check_type");
        Require.present(status, "status");
        details = Require.copy(details);
    }

    @Override
    public String eventType() {
        return "data_quality_event";
    }

    @Override
    public String key() {
        return "event_" + eventType();
    }
}
