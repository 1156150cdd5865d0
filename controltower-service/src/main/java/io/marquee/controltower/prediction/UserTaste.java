package io.marquee.controltower.prediction;

import io.marquee.controltower.feature.RatingHistory;
import io.marquee.controltower.feature.RecentRatings;
import io.marquee.runtime.factor.FactorModel;
import io.marquee.runtime.factor.UserState;
import java.util.Arrays;
import java.util.Optional;
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
     * Folds the user's newest ratings in where the store's history is at hand; else takes the user as trained, since the
     * few ratings of the last minutes say less than all those of training; else makes do with these few.
     *
     * @param userId null for nobody in particular
     * @param stored the user's ratings in the online store, null when not at hand
     * @param recent ratings that this instance has just taken in
     */
    public static UserTaste of(
            FactorModel model, @Nullable Long userId, @Nullable RatingHistory stored, RecentRatings recent) {
        if (userId == null) {
            return new UserTaste(model.foldIn(NO_MOVIES, NO_RATINGS), NO_MOVIES);
        }
        RatingHistory history = recent.addTo(stored, userId);
        Optional<UserState> trained = model.user(userId);
        long[] rated = model.ratedMovies(userId);
        if (history == null) {
            return new UserTaste(trained.orElseGet(() -> model.foldIn(NO_MOVIES, NO_RATINGS)), rated);
        }
        long[] allRated = sorted(history.movieIds(), rated);
        if (stored == null && trained.isPresent()) {
            return new UserTaste(trained.get(), allRated);
        }
        UserState folded = model.foldIn(history.movieIds(), history.ratings());
        return new UserTaste(folded.isPersonal() ? folded : trained.orElse(folded), allRated);
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
