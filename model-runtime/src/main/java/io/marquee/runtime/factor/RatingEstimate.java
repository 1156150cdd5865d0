package io.marquee.runtime.factor;

/**
 * A predicted rating.
 *
 * @param rating stars, 0.5 to 5
 * @param basis what it rests on
 */
public record RatingEstimate(double rating, RatingBasis basis) {}
