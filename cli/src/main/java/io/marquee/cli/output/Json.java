package io.marquee.cli.output;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;

/** Fields of an answer as people read them; a field that is missing or null is an empty text. */
public final class Json {

    private Json() {}

    /** The field's text. */
    public static String text(JsonNode json, String field) {
        return json.path(field).asText("");
    }

    /** The field's whole number with thousands apart. */
    public static String count(JsonNode json, String field) {
        JsonNode value = json.path(field);
        return value.isNumber() ? Figures.count(value.asLong()) : "";
    }

    /** The field's point in time. */
    public static String time(JsonNode json, String field, ZoneId zone) {
        String text = text(json, field);
        try {
            return text.isEmpty() ? "" : Figures.time(Instant.parse(text), zone);
        } catch (DateTimeParseException e) {
            return text;
        }
    }

    /** The time between two points in time, the second of which may not have come yet. */
    public static String took(JsonNode json, String from, String to) {
        String start = text(json, from);
        String end = text(json, to);
        return start.isEmpty() || end.isEmpty()
                ? ""
                : Figures.duration(Duration.between(Instant.parse(start), Instant.parse(end)));
    }
}
