package io.marquee.workhorse.tracking.webhook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is sent, as text; the same for each attempt. */
final class DeliveryBody {

    private static final JsonMapper JSON = new JsonMapper();

    /** As Python writes times in UTC. */
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSSxxx").withZone(ZoneOffset.UTC);

    private DeliveryBody() {}

    /** MLflow's envelope. */
    static String mlflow(WebhookEvent event, Instant time, Map<String, @Nullable Object> data) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("entity", event.entityInBody());
        body.put("action", event.actionInBody());
        body.put("timestamp", TIME.format(time));
        body.put("data", data);
        return write(body);
    }

    /** GitHub's {@code repository_dispatch}; a workflow finds the data in {@code github.event.client_payload}. */
    static String githubDispatch(
            String eventType, WebhookEvent event, Instant time, Map<String, @Nullable Object> data) {
        Map<String, @Nullable Object> payload = new LinkedHashMap<>();
        payload.put("event", event.entityInBody() + "." + event.actionInBody());
        payload.put("timestamp", TIME.format(time));
        payload.putAll(data);
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("event_type", eventType);
        body.put("client_payload", payload);
        return write(body);
    }

    private static String write(Map<String, Object> body) {
        try {
            return JSON.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("maps of text and numbers can be written as JSON", e);
        }
    }
}
