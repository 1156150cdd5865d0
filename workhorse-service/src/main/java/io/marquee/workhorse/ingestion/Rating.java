package io.marquee.workhorse.ingestion;

import java.time.Instant;

/**
 * A user's rating of a movie.
 *
 * @param stars 0.5 to 5
 */
public record Rating(long userId, long movieId, float stars, Instant ratedAt) {}
