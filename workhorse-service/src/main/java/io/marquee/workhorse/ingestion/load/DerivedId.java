package io.marquee.workhorse.ingestion.load;

/**
 * Movie ids of films that MovieLens does not have, made of the id that another catalogue gave them: IMDb's from
 * {@value #IMDB}, TMDB's from {@value #TMDB}. MovieLens's own are below both.
 */
public final class DerivedId {

    /** What is added to the number of an IMDb id. */
    public static final long IMDB = 1_000_000_000_000L;

    /** What is added to a TMDB id. */
    public static final long TMDB = 2_000_000_000_000L;

    private DerivedId() {}

    /** The movie id of a film that is known by its IMDb id, for example {@code tt0114709}. */
    public static long ofImdb(String imdbId) {
        if (!imdbId.startsWith("tt")) {
            throw new IllegalArgumentException("an IMDb id must look like tt0114709, got: " + imdbId);
        }
        return IMDB + Long.parseLong(imdbId, 2, imdbId.length(), 10);
    }

    /** The movie id of a film that is known by its TMDB id. */
    public static long ofTmdb(long tmdbId) {
        if (tmdbId < 1 || tmdbId >= TMDB - IMDB) {
            throw new IllegalArgumentException(
                    "a TMDB id must be between 1 and " + (TMDB - IMDB - 1) + ", got: " + tmdbId);
        }
        return TMDB + tmdbId;
    }
}
