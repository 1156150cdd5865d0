package io.marquee.controltower.prediction;

import org.jspecify.annotations.Nullable;

/**
 * One predicted rating.
 *
 * @param title of the movie, null when the online store does not have it
 * @param rating stars, 0.5 to 5
 */
public record Prediction(long movieId, @Nullable String title, double rating, PredictionMethod method) {}
