package io.marquee.contract.event;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads interactions, of which there are by far the most events, in about a third of the time that a mapper takes. It knows
 * them as {@link EventCodec} writes them; of anything else it says nothing, and whoever asks reads it in the general way, which
 * also knows what is wrong with it.
 */
final class InteractionReader {

    private final JsonFactory json;
    private final ObjectReader maps;

    InteractionReader(JsonMapper mapper) {
        this.json = mapper.getFactory();
        this.maps = mapper.readerForMapOf(Object.class);
    }

    /** The event; null when the bytes hold anything but a plain one, or none. */
    @Nullable
    UserInteraction read(byte[] bytes) {
        try (JsonParser parser = json.createParser(bytes)) {
            return parser.nextToken() == JsonToken.START_OBJECT ? read(parser) : null;
        } catch (IOException | IllegalArgumentException e) {
            // The general way finds the same, and says which field it is of.
            return null;
        }
    }

    private @Nullable UserInteraction read(JsonParser parser) throws IOException {
        Fields fields = new Fields(maps);
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            if (!fields.take(name, parser.nextToken(), parser)) {
                return null;
            }
        }
        return parser.currentToken() == JsonToken.END_OBJECT ? fields.event() : null;
    }

    /** What has been read so far. */
    private static final class Fields {

        private final ObjectReader maps;
        private @Nullable String eventId;
        private @Nullable Instant timestamp;
        private @Nullable String source;
        private @Nullable Long userId;
        private @Nullable Long contentId;
        private @Nullable InteractionType interactionType;
        private @Nullable String sessionId;
        private @Nullable Double rating;
        private @Nullable String searchQuery;
        private @Nullable String deviceType;
        private @Nullable String userAgent;
        private @Nullable String ipAddress;
        private @Nullable String referrer;
        private @Nullable String pageUrl;
        private @Nullable Double durationSeconds;
        private Map<String, Object> metadata = Map.of();

        Fields(ObjectReader maps) {
            this.maps = maps;
        }

        /** Takes a field's value; false when it is not a plain one. */
        boolean take(String name, JsonToken token, JsonParser parser) throws IOException {
            return switch (token) {
                case VALUE_STRING -> takeText(name, parser);
                case VALUE_NUMBER_INT -> takeWhole(name, parser) || takeNumber(name, parser);
                case VALUE_NUMBER_FLOAT -> takeNumber(name, parser);
                case START_OBJECT -> takeMap(name, parser);
                default -> false;
            };
        }

        private boolean takeText(String name, JsonParser parser) throws IOException {
            switch (name) {
                case "event_id" -> eventId = parser.getText();
                case "timestamp" ->
                    timestamp =
                            Moments.read(parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength());
                case "source" -> source = parser.getText();
                case "interaction_type" -> interactionType = InteractionType.fromWire(parser.getText());
                case "session_id" -> sessionId = parser.getText();
                case "search_query" -> searchQuery = parser.getText();
                case "device_type" -> deviceType = parser.getText();
                case "user_agent" -> userAgent = parser.getText();
                case "ip_address" -> ipAddress = parser.getText();
                case "referrer" -> referrer = parser.getText();
                case "page_url" -> pageUrl = parser.getText();
                case "event_type", "version" -> {
                    // What kind of event it is follows from its topic.
                }
                default -> {
                    return false;
                }
            }
            return true;
        }

        private boolean takeWhole(String name, JsonParser parser) throws IOException {
            switch (name) {
                case "user_id" -> userId = parser.getLongValue();
                case "content_id" -> contentId = parser.getLongValue();
                default -> {
                    return false;
                }
            }
            return true;
        }

        private boolean takeNumber(String name, JsonParser parser) throws IOException {
            switch (name) {
                case "rating" -> rating = parser.getDoubleValue();
                case "duration_seconds" -> durationSeconds = parser.getDoubleValue();
                default -> {
                    return false;
                }
            }
            return true;
        }

        private boolean takeMap(String name, JsonParser parser) throws IOException {
            if (!name.equals("metadata")) {
                return false;
            }
            metadata = maps.readValue(parser);
            return true;
        }

        private @Nullable UserInteraction event() {
            if (eventId == null || timestamp == null || source == null || userId == null || interactionType == null) {
                return null;
            }
            return new UserInteraction(
                    eventId,
                    timestamp,
                    source,
                    userId,
                    contentId,
                    interactionType,
                    sessionId,
                    rating,
                    searchQuery,
                    deviceType,
                    userAgent,
                    ipAddress,
                    referrer,
                    pageUrl,
                    durationSeconds,
                    metadata);
        }
    }
}
