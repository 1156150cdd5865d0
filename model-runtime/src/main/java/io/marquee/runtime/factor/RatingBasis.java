package io.marquee.runtime.factor;

import java.util.Locale;

/** What a predicted rating rests on. */
public enum RatingBasis {
    /** User and movie are known. */
    PERSONAL,
    /** The user is not known: the movie's own tendency. */
    MOVIE_ONLY,
    /** The movie is not known: the user's own tendency. */
    USER_ONLY,
    /** Neither is known: the mean of all ratings. */
    GLOBAL;

    /** Name in answers and metrics, for example {@code movie_only}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
