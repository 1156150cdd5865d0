package io.marquee.controltower.feature;

import io.marquee.contract.feature.FeatureReference;
import java.util.Arrays;
import java.util.List;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * All ratings of a user as the online store has them, newest last.
 *
 * @param movieIds the rated movies
 * @param ratings stars, one per movie
 */
public record RatingHistory(long[] movieIds, float[] ratings) {

    /** The view that holds it, and its two list columns. */
    public static final List<FeatureReference> FEATURES =
            List.of(new FeatureReference("user_history", "movie_ids"), new FeatureReference("user_history", "ratings"));

    /** A user who has rated nothing. */
    public static final RatingHistory NONE = new RatingHistory(new long[0], new float[0]);

    private static final Logger LOG = Logger.getLogger(RatingHistory.class);
    private static final String MOVIES = FEATURES.get(0).fullName();
    private static final String RATINGS = FEATURES.get(1).fullName();

    public RatingHistory {
        if (movieIds.length != ratings.length) {
            throw new IllegalArgumentException("a rating history has one rating per movie, got " + movieIds.length
                    + " movies and " + ratings.length + " ratings");
        }
    }

    /** The history in a user's row, or null when the user has none. */
    public static @Nullable RatingHistory of(EntityRow user) {
        if (!(user.value(MOVIES) instanceof List<?> movies) || !(user.value(RATINGS) instanceof List<?> ratings)) {
            return null;
        }
        if (movies.size() != ratings.size() || movies.isEmpty()) {
            LOG.debugf("a rating history of %d movies and %d ratings is left out", movies.size(), ratings.size());
            return null;
        }
        long[] movieIds = new long[movies.size()];
        float[] stars = new float[movies.size()];
        for (int i = 0; i < movieIds.length; i++) {
            movieIds[i] = ((Number) movies.get(i)).longValue();
            stars[i] = ((Number) ratings.get(i)).floatValue();
        }
        return new RatingHistory(movieIds, stars);
    }

    /** Whether that movie is among the rated ones. */
    boolean contains(long movieId) {
        for (long rated : movieIds) {
            if (rated == movieId) {
                return true;
            }
        }
        return false;
    }

    /** This history with one more rating as the newest. */
    RatingHistory plus(long movieId, float rating) {
        long[] movies = Arrays.copyOf(movieIds, movieIds.length + 1);
        float[] stars = Arrays.copyOf(ratings, ratings.length + 1);
        movies[movieIds.length] = movieId;
        stars[ratings.length] = rating;
        return new RatingHistory(movies, stars);
    }
}
