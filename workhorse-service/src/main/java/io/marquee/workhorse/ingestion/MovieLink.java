package io.marquee.workhorse.ingestion;

import org.jspecify.annotations.Nullable;

/** Where other catalogues have a movie, as MovieLens' {@code links.csv} says it. */
record MovieLink(
        long movieId, @Nullable String imdbId, @Nullable Long tmdbId) {}
