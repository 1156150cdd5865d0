package io.marquee.runtime;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;

/** The families of models that can be opened. */
public enum ModelKind {
    /** A movie's rating from what is known about the movie: trees. */
    MOVIE_RATING,
    /** A user's rating of a movie, and rankings: a factor model. */
    PERSONAL_RATING;

    /** Name in files, for example {@code movie_rating}. */
    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Reads {@link #wireName}.
     *
     * @throws IllegalArgumentException naming the text, when there is no such kind
     */
    @JsonCreator
    public static ModelKind fromWire(String text) {
        return Arrays.stream(values())
                .filter(kind -> kind.wireName().equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("model kind '" + text + "' is not one of "
                        + Arrays.stream(values()).map(ModelKind::wireName).toList()));
    }
}
