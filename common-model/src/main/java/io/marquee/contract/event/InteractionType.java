package io.marquee.contract.event;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What a user did with a movie. */
public enum InteractionType {
    VIEW,
    CLICK,
    RATING,
    LIKE,
    DISLIKE,
    SHARE,
    WATCHLIST_ADD,
    WATCHLIST_REMOVE,
    SEARCH,
    FILTER;

    private static final Map<String, InteractionType> BY_WIRE_NAME =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(InteractionType::wireName, type -> type));

    private final String wireName = name().toLowerCase(Locale.ROOT);

    @JsonValue
    public String wireName() {
        return wireName;
    }

    /**
     * Reads the wire name; {@code add_to_watchlist}, which older clients send, means {@link #WATCHLIST_ADD}.
     *
     * @throws IllegalArgumentException for any other text, naming it
     */
    @JsonCreator
    public static InteractionType fromWire(String text) {
        if (text.equals("add_to_watchlist")) {
            return WATCHLIST_ADD;
        }
        InteractionType type = BY_WIRE_NAME.get(text);
        if (type == null) {
            throw new IllegalArgumentException("interaction_type '" + text + "' is not known");
        }
        return type;
    }
}
