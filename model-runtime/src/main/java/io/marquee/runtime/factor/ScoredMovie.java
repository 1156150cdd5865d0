package io.marquee.runtime.factor;

/**
 * A movie in a ranking.
 *
 * @param movieId which
 * @param score what the ranking is ordered by, descending
 * @param rating predicted stars, 0.5 to 5
 */
public record ScoredMovie(long movieId, double score, double rating) {}
