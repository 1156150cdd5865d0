package io.marquee.controltower.prediction;

import com.fasterxml.jackson.annotation.JsonValue;
import io.marquee.runtime.factor.RatingBasis;
import java.util.Locale;

/** How a rating was arrived at; part of every answer and event. */
public enum PredictionMethod {
    /** Factor model, user and movie known. */
    FACTOR_MODEL,
    /** Factor model, user not known: the movie's own mean. */
    MOVIE_ONLY,
    /** Factor model, movie not known: the user's own mean. */
    USER_ONLY,
    /** Factor model, neither known: the mean of all ratings. */
    GLOBAL,
    /** The movie's rating from what is known about the movie. */
    MOVIE_RATING,
    /** The same for a movie that the factor model has not seen, moved by how generously the user rates. */
    MOVIE_RATING_COLD_START;

    private final String wireName = name().toLowerCase(Locale.ROOT);

    @JsonValue
    public String wireName() {
        return wireName;
    }

    static PredictionMethod of(RatingBasis basis) {
        return switch (basis) {
            case PERSONAL -> FACTOR_MODEL;
            case MOVIE_ONLY -> MOVIE_ONLY;
            case USER_ONLY -> USER_ONLY;
            case GLOBAL -> GLOBAL;
        };
    }
}
