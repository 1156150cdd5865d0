package io.marquee.contract.event;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

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

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
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
        for (InteractionType type : values()) {
            if (type.wireName().equals(text)) {
                return type;
            }
        }
        throw new IllegalArgumentException("interaction_type '" + text + "' is not known");
    }
}
