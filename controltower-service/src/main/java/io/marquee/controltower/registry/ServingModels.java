package io.marquee.controltower.registry;

import io.marquee.contract.problem.ProblemException;
import io.marquee.runtime.MovieRatingModel;
import io.marquee.runtime.PersonalRatingModel;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The models that answer, as of one moment. A request takes one such snapshot and finishes on it, whatever is swapped in
 * meanwhile.
 *
 * @param personal predicts a user's rating of a movie; without it nothing is answered
 * @param movie predicts a movie's rating from what is known about the movie
 */
public record ServingModels(
        @Nullable Champion<PersonalRatingModel> personal,
        @Nullable Champion<MovieRatingModel> movie) {

    /** Before anything is loaded. */
    public static final ServingModels NONE = new ServingModels(null, null);

    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    ServingModels withPersonal(Champion<PersonalRatingModel> champion) {
        return new ServingModels(champion, movie);
    }

    ServingModels withMovie(Champion<MovieRatingModel> champion) {
        return new ServingModels(personal, champion);
    }

    /**
     * The model for users.
     *
     * @throws ProblemException 503 while there is none
     */
    public Champion<PersonalRatingModel> requirePersonal() {
        if (personal == null) {
            throw ProblemException.unavailable("no model is loaded yet; see /api/v1/models", RETRY_AFTER);
        }
        return personal;
    }
}
