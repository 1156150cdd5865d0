package io.marquee.controltower.prediction;

import io.marquee.controltower.feature.RatingHistory;
import io.marquee.runtime.factor.FactorModel;
import io.marquee.runtime.factor.UserState;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A user as a factor model sees them at the time of a request. */
public final class UserTaste {

    private static final long[] NO_MOVIES = {};
    private static final float[] NO_RATINGS = {};

    private final UserState state;
    private final long[] rated;

    private UserTaste(UserState state, long[] rated) {
        this.state = state;
        this.rated = rated;
    }

    /**
     * Folds the user's newest ratings in where they are at hand; else takes the user as trained; else knows nothing.
     *
     * @param userId null for nobody in particular
     * @param history the user's ratings by now, null when not at hand
     */
    public static UserTaste of(FactorModel model, @Nullable Long userId, @Nullable RatingHistory history) {
        long[] trained = userId == null ? NO_MOVIES : model.ratedMovies(userId);
        if (history != null) {
            UserState folded = model.foldIn(history.movieIds(), history.ratings());
            if (folded.isPersonal()) {
                return new UserTaste(folded, sorted(history.movieIds(), trained));
            }
        }
        UserState state = userId == null
                ? model.foldIn(NO_MOVIES, NO_RATINGS)
                : model.user(userId).orElseGet(() -> model.foldIn(NO_MOVIES, NO_RATINGS));
        return new UserTaste(state, history == null ? trained : sorted(history.movieIds(), trained));
    }

    private static long[] sorted(long[] some, long[] more) {
        long[] all = Arrays.copyOf(some, some.length + more.length);
        System.arraycopy(more, 0, all, some.length, more.length);
        Arrays.sort(all);
        return all;
    }

    /** For the factor model. */
    public UserState state() {
        return state;
    }

    /** Whether anything is known about the user. */
    public boolean isPersonal() {
        return state.isPersonal();
    }

    /** Whether the user has rated that movie, now or when the model was trained. */
    public boolean hasRated(long movieId) {
        return Arrays.binarySearch(rated, movieId) >= 0;
    }
}
