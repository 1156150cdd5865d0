package io.marquee.workhorse.feature.feast;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An answer over HTTP.
 *
 * @param body JSON; empty for an answer without a body
 */
record FeastAnswer(int status, byte[] body) {

    static final String JSON = "application/json";

    private static final byte[] EMPTY = new byte[0];

    /** Done, and nothing to say: Feast answers some calls with no body and some with {@code null}. */
    static FeastAnswer done(@Nullable String body) {
        return new FeastAnswer(200, body == null ? EMPTY : body.getBytes(StandardCharsets.UTF_8));
    }

    static FeastAnswer of(int status, JsonBytes json) {
        return new FeastAnswer(status, Arrays.copyOf(json.array(), json.length()));
    }

    /** A sentence, as a JSON string. */
    static FeastAnswer sentence(int status, String text) {
        return of(status, new JsonBytes(text.length() + 16).text(text));
    }

    /** An error that Feast's clients raise again by its class: JSON in a JSON string. */
    static FeastAnswer error(int status, String errorClass, String message) {
        return sentence(
                status,
                "{\"module\": \"feast.errors\", \"class\": \"" + errorClass + "\", \"message\": \""
                        + asciiEscaped(message) + "\"}");
    }

    /** As Python's {@code json.dumps} writes the inside of a string. */
    private static String asciiEscaped(String text) {
        JsonBytes quoted = new JsonBytes(text.length() + 16).text(text);
        String escaped = new String(quoted.array(), 1, quoted.length() - 2, StandardCharsets.UTF_8);
        StringBuilder ascii = new StringBuilder(escaped.length());
        for (int i = 0; i < escaped.length(); i++) {
            char next = escaped.charAt(i);
            if (next <= 0x7f) {
                ascii.append(next);
            } else {
                ascii.append("\\u%04x".formatted((int) next));
            }
        }
        return ascii.toString();
    }
}
