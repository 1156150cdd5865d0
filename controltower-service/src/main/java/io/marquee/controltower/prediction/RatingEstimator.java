package io.marquee.controltower.prediction;

import io.marquee.contract.event.UserInteraction;
import io.marquee.controltower.registry.Champion;
import io.marquee.controltower.registry.ServingModels;
import io.marquee.runtime.MovieRatingModel;
import io.marquee.runtime.factor.FactorModel;
import io.marquee.runtime.factor.RatingEstimate;
import org.jspecify.annotations.Nullable;

/**
 * Chooses how a movie's rating is predicted: by the factor model where it knows the movie; else from what is known about
 * the movie, moved by the user's bias; else, while the store is away and nobody can tell what exists, by the user's mean.
 */
final class RatingEstimator {

    private final FactorModel factors;
    private final @Nullable Champion<MovieRatingModel> movieModel;
    private final UserTaste taste;
    private final RequestFeatures features;

    RatingEstimator(ServingModels models, UserTaste taste, RequestFeatures features) {
        this.factors = models.requirePersonal().model().factors();
        this.movieModel = models.movie();
        this.taste = taste;
        this.features = features;
    }

    /** The movie at that place of the request; null when it is nowhere known. */
    @Nullable
    Prediction estimate(int index, long movieId) {
        boolean described = features.knowsMovie(index);
        if (!factors.knowsMovie(movieId) && described && movieModel != null) {
            double rating = movieModel.model().predict(features.movies().get(index)::value);
            double generosity = taste.isPersonal() ? taste.state().bias() : 0;
            return new Prediction(
                    movieId,
                    features.title(index),
                    Math.clamp(rating + generosity, UserInteraction.MIN_RATING, UserInteraction.MAX_RATING),
                    PredictionMethod.MOVIE_RATING_COLD_START);
        }
        if (!factors.knowsMovie(movieId) && !described && !features.degraded()) {
            return null;
        }
        RatingEstimate estimate = factors.predict(taste.state(), movieId);
        return new Prediction(movieId, features.title(index), estimate.rating(), PredictionMethod.of(estimate.basis()));
    }
}
