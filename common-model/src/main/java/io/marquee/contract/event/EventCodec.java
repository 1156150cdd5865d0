package io.marquee.contract.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Events as JSON bytes, with CloudEvents 1.0 attributes as Kafka headers (binary content mode). Thread-safe.
 *
 * <p>Unknown JSON fields are ignored, so that a newer producer does not break an older consumer.
 */
public final class EventCodec {

    private static final JsonMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .defaultPropertyInclusion(
                    // Absent fields are left out; what somebody put into a map is theirs and stays, empty or null.
                    JsonInclude.Value.construct(JsonInclude.Include.NON_EMPTY, JsonInclude.Include.ALWAYS))
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    private static final InteractionReader INTERACTIONS = new InteractionReader(JSON);

    private EventCodec() {}

    /** The event's JSON, UTF-8. */
    public static byte[] encode(Event event) {
        try {
            return JSON.writeValueAsBytes(event);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write " + event.eventType() + " " + event.eventId(), e);
        }
    }

    /**
     * Reads an event of that topic.
     *
     * @throws UndecodableEventException when the bytes are not such an event; the message says which field is wrong
     */
    public static Event decode(Topic topic, byte[] json) throws UndecodableEventException {
        return decode(topic.messageType(), json);
    }

    /**
     * Reads an event of that type.
     *
     * @throws UndecodableEventException when the bytes are not such an event; the message says which field is wrong
     */
    public static <E extends Event> E decode(Class<E> type, byte[] json) throws UndecodableEventException {
        if (type == UserInteraction.class) {
            UserInteraction interaction = INTERACTIONS.read(json);
            if (interaction != null) {
                return type.cast(interaction);
            }
        }
        try {
            E event = JSON.readValue(json, type);
            if (event == null) {
                throw new UndecodableEventException("the record is JSON null, not a " + type.getSimpleName());
            }
            return event;
        } catch (JsonMappingException e) {
            String field = e.getPath().isEmpty() ? null : e.getPath().getLast().getFieldName();
            throw new UndecodableEventException(
                    "not a " + type.getSimpleName() + ": " + (field == null ? "" : "field '" + field + "': ")
                            + e.getOriginalMessage(),
                    e);
        } catch (JsonProcessingException e) {
            throw new UndecodableEventException("not a " + type.getSimpleName() + ": " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new UndecodableEventException("not a " + type.getSimpleName() + ": " + e.getMessage(), e);
        }
    }

    /** CloudEvents attributes of the event as Kafka header names and values, in a fixed order. */
    public static Map<String, String> headers(Event event) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("ce_specversion", "1.0");
        headers.put("ce_id", event.eventId());
        headers.put("ce_type", "io.marquee." + event.eventType());
        headers.put("ce_source", "/marquee/" + event.source());
        headers.put("ce_time", event.timestamp().toString());
        headers.put("content-type", "application/json");
        return headers;
    }
}
