package io.marquee.contract.event;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something an operator should know.
 *
 * @param service what it is about
 * @param message one sentence for a person
 * @param alertCode stable name of the condition, for example {@code feature-drift}
 * @param resolved whether the condition has ended
 */
public record SystemAlert(
        String eventId,
        Instant timestamp,
        String source,
        String service,
        Level level,
        String message,
        @Nullable String alertCode,
        Map<String, Object> details,
        boolean resolved,
        @Nullable Instant resolutionTime,
        List<String> tags)
        implements Event {

    /** How urgent it is. */
    public enum Level {
        INFO,
        WARNING,
        ERROR,
        CRITICAL;

        @JsonValue
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }

        @JsonCreator
        static Level fromWire(String text) {
            return valueOf(text.toUpperCase(Locale.ROOT));
        }
    }

    public SystemAlert {
        Require.text(eventId, "event_id");
        Require.present(timestamp, "timestamp");
        Require.text(source, "source");
        Require.text(service, "service");
        Require.present(level, "level");
        Require.text(message, "message");
        details = Require.copy(details);
        tags = Require.copy(tags);
    }

    @Override
    public String eventType() {
        return "system_alert";
    }

    @Override
    public String key() {
        return "service_" + service;
    }
}
