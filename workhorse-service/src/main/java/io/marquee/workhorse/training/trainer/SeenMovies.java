package io.marquee.workhorse.training.trainer;

import io.marquee.workhorse.training.split.RatingMatrix;
import java.util.Arrays;

/**
 * The movies that each user of a matrix has rated at all, held-out ratings included: a recommender must not offer what was
 * rated, whether or not the model learned from it.
 *
 * @param starts one more than users: where each user's part begins
 * @param movies positions of movies, ascending within a user, each once
 */
public record SeenMovies(int[] starts, int[] movies) {

    /**
     * Collects them; users and movies that the matrix does not know are left out.
     *
     * @param userIds user of each rating there is
     * @param movieIds movie of each rating there is
     */
    public static SeenMovies of(RatingMatrix matrix, long[] userIds, long[] movieIds) {
        long movieCount = matrix.movies().size();
        long[] pairs = new long[userIds.length];
        int count = 0;
        for (int row = 0; row < userIds.length; row++) {
            int user = matrix.users().positionOf(userIds[row]);
            int movie = matrix.movies().positionOf(movieIds[row]);
            if (user >= 0 && movie >= 0) {
                pairs[count++] = user * movieCount + movie;
            }
        }
        long[] distinct = Arrays.stream(pairs, 0, count).sorted().distinct().toArray();
        int[] starts = new int[matrix.users().size() + 1];
        int[] movies = new int[distinct.length];
        for (int i = 0; i < distinct.length; i++) {
            starts[(int) (distinct[i] / movieCount) + 1]++;
            movies[i] = (int) (distinct[i] % movieCount);
        }
        for (int user = 1; user < starts.length; user++) {
            starts[user] += starts[user - 1];
        }
        return new SeenMovies(starts, movies);
    }
}
