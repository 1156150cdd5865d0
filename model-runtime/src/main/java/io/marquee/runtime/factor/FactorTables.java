package io.marquee.runtime.factor;

/**
 * The numbers of a trained factor model. The arrays are not copied: whoever makes the tables hands them over and does not
 * touch them again.
 *
 * @param factors number of factors, from 1
 * @param mean mean training rating, stars
 * @param userStep how a user's bias and factors follow from the user's ratings; used to fold in new ratings
 * @param rankingCaution how many stars a movie's rank loses for having few ratings, see {@link FactorModel#topMovies}
 * @param movies known movies, by position
 * @param movieBiases stars, one per movie
 * @param movieFactors {@code factors} per movie, row by row
 * @param movieRatingCounts training ratings of each movie
 * @param movieMeans damped mean training rating of each movie, stars
 * @param users known users, by position
 * @param userBiases stars, one per user
 * @param userFactors {@code factors} per user, row by row
 * @param userRatingCounts training ratings of each user
 * @param seenStarts one more than users: where each user's part of {@code seenMovies} begins
 * @param seenMovies positions of the movies that each user had rated at training time, held-out ratings included; ascending
 *     within a user
 */
public record FactorTables(
        int factors,
        float mean,
        RidgeSettings userStep,
        float rankingCaution,
        IdIndex movies,
        float[] movieBiases,
        float[] movieFactors,
        int[] movieRatingCounts,
        float[] movieMeans,
        IdIndex users,
        float[] userBiases,
        float[] userFactors,
        int[] userRatingCounts,
        int[] seenStarts,
        int[] seenMovies) {

    public FactorTables {
        if (factors < 1) {
            throw new IllegalArgumentException("number of factors must be at least 1, got: " + factors);
        }
        requireLength("movie biases", movieBiases.length, movies.size());
        requireLength("movie factors", movieFactors.length, (long) movies.size() * factors);
        requireLength("movie rating counts", movieRatingCounts.length, movies.size());
        requireLength("movie means", movieMeans.length, movies.size());
        requireLength("user biases", userBiases.length, users.size());
        requireLength("user factors", userFactors.length, (long) users.size() * factors);
        requireLength("user rating counts", userRatingCounts.length, users.size());
        requireLength("starts of seen movies", seenStarts.length, users.size() + 1L);
        requireFinite("mean", mean);
        requireFinite("ranking caution", rankingCaution);
        requireFinite("movie biases", movieBiases);
        requireFinite("movie factors", movieFactors);
        requireFinite("movie means", movieMeans);
        requireFinite("user biases", userBiases);
        requireFinite("user factors", userFactors);
        requireSeen(seenStarts, seenMovies, movies.size());
    }

    private static void requireSeen(int[] starts, int[] seen, int movies) {
        if (starts[0] != 0 || starts[starts.length - 1] != seen.length) {
            throw new IllegalArgumentException("starts of seen movies must run from 0 to " + seen.length + ", got "
                    + starts[0] + " to " + starts[starts.length - 1]);
        }
        for (int user = 0; user + 1 < starts.length; user++) {
            if (starts[user] > starts[user + 1]) {
                throw new IllegalArgumentException(
                        "starts of seen movies must not descend, got " + starts[user] + " before " + starts[user + 1]);
            }
            int previous = -1;
            for (int i = starts[user]; i < starts[user + 1]; i++) {
                if (seen[i] <= previous || seen[i] >= movies) {
                    throw new IllegalArgumentException("seen movies of a user must ascend below " + movies + ", got "
                            + seen[i] + " after " + previous);
                }
                previous = seen[i];
            }
        }
    }

    private static void requireLength(String what, long length, long expected) {
        if (length != expected) {
            throw new IllegalArgumentException(what + " must be " + expected + " long, got: " + length);
        }
    }

    private static void requireFinite(String what, float... values) {
        for (float value : values) {
            if (!Float.isFinite(value)) {
                throw new IllegalArgumentException(what + " must be finite, got: " + value);
            }
        }
    }
}
