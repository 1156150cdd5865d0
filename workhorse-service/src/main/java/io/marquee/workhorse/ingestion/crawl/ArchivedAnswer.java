package io.marquee.workhorse.ingestion.crawl;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One line of an archive: {@code {"step": "movie/550", "fetched_at": "…", "status": 200, "body": "…"}}. The body is a JSON
 * string, so it is kept as received to the last blank, also when it has several lines.
 *
 * @param body null when the answer was not text
 */
public record ArchivedAnswer(
        String step,
        Instant fetchedAt,
        int status,
        @Nullable String body) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    static ArchivedAnswer of(CrawlSteps.Unarchived answer) {
        return new ArchivedAnswer(answer.step(), answer.fetchedAt(), answer.status(), text(answer.body()));
    }

    /**
     * Reads a line.
     *
     * @throws IllegalArgumentException when it is not one of an archive; the message says why
     */
    public static ArchivedAnswer fromLine(String line) {
        try {
            JsonNode json = JSON.readTree(line);
            if (!json.path("step").isTextual() || !json.path("status").isInt()) {
                throw new IllegalArgumentException("the line has no 'step' and 'status'");
            }
            return new ArchivedAnswer(
                    json.get("step").textValue(),
                    Instant.parse(json.path("fetched_at").asText()),
                    json.get("status").intValue(),
                    json.path("body").textValue());
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the line is not sound JSON: " + e.getOriginalMessage(), e);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("'fetched_at' of the line is not an instant: " + e.getMessage(), e);
        }
    }

    byte[] toLine() throws JsonProcessingException {
        ObjectNode line = JSON.createObjectNode();
        line.put("step", step);
        line.put("fetched_at", fetchedAt.toString());
        line.put("status", status);
        line.put("body", body);
        return (JSON.writeValueAsString(line) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static @Nullable String text(byte @Nullable [] body) {
        if (body == null) {
            return null;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
        } catch (CharacterCodingException e) {
            // Only an error page can be this: JSON that is taken has been read as UTF-8.
            return null;
        }
    }
}
