package io.marquee.runtime;

import io.marquee.runtime.factor.FactorModel;

/**
 * Predicts a user's rating of a movie and ranks movies for a user.
 *
 * @param factors what predicts
 */
public record PersonalRatingModel(ModelDescription description, FactorModel factors) implements LoadedModel {}
