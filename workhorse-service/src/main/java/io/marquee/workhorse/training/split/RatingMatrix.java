package io.marquee.workhorse.training.split;

import io.marquee.runtime.factor.IdIndex;
import java.util.Arrays;
import java.util.Comparator;

/**
 * Ratings by user and by movie, as two sparse matrices (compressed rows). Within a user or movie the newest rating comes
 * last, ratings at the same second in order of the other side's id. Immutable; the arrays are not to be changed.
 */
public final class RatingMatrix {

    /**
     * The ratings of one side.
     *
     * @param starts one more than rows: where each row begins
     * @param others position on the other side
     * @param ratings stars
     */
    public record Rows(int[] starts, int[] others, float[] ratings) {

        /** Number of ratings of that row. */
        public int count(int row) {
            return starts[row + 1] - starts[row];
        }

        /** Number of rows. */
        public int size() {
            return starts.length - 1;
        }
    }

    private final IdIndex users;
    private final IdIndex movies;
    private final Rows byUser;
    private final Rows byMovie;
    private final float mean;

    private RatingMatrix(IdIndex users, IdIndex movies, Rows byUser, Rows byMovie, float mean) {
        this.users = users;
        this.movies = movies;
        this.byUser = byUser;
        this.byMovie = byMovie;
        this.mean = mean;
    }

    /**
     * Collects ratings.
     *
     * @param rows which of the rows to take, at least one
     * @param userIds user of each row
     * @param movieIds movie of each row
     * @param ratings stars of each row
     * @param timestamps seconds since the epoch of each row
     */
    public static RatingMatrix of(int[] rows, long[] userIds, long[] movieIds, float[] ratings, long[] timestamps) {
        if (rows.length == 0) {
            throw new IllegalArgumentException("a rating matrix needs at least one rating");
        }
        IdIndex users = IdIndex.ofDistinct(pick(rows, userIds));
        IdIndex movies = IdIndex.ofDistinct(pick(rows, movieIds));
        double sum = 0;
        for (int row : rows) {
            sum += ratings[row];
        }
        return new RatingMatrix(
                users,
                movies,
                side(rows, users, userIds, movies, movieIds, ratings, timestamps),
                side(rows, movies, movieIds, users, userIds, ratings, timestamps),
                (float) (sum / rows.length));
    }

    private static Rows side(
            int[] rows,
            IdIndex side,
            long[] sideIds,
            IdIndex other,
            long[] otherIds,
            float[] ratings,
            long[] timestamps) {
        int[] ordered = Arrays.stream(rows)
                .boxed()
                .sorted(Comparator.<Integer>comparingLong(row -> sideIds[row])
                        .thenComparingLong(row -> timestamps[row])
                        .thenComparingLong(row -> otherIds[row]))
                .mapToInt(Integer::intValue)
                .toArray();
        int[] starts = new int[side.size() + 1];
        int[] others = new int[ordered.length];
        float[] stars = new float[ordered.length];
        for (int i = 0; i < ordered.length; i++) {
            int row = ordered[i];
            starts[side.positionOf(sideIds[row]) + 1] = i + 1;
            others[i] = other.positionOf(otherIds[row]);
            stars[i] = ratings[row];
        }
        return new Rows(starts, others, stars);
    }

    private static long[] pick(int[] rows, long[] ids) {
        long[] picked = new long[rows.length];
        for (int i = 0; i < rows.length; i++) {
            picked[i] = ids[rows[i]];
        }
        return picked;
    }

    public IdIndex users() {
        return users;
    }

    public IdIndex movies() {
        return movies;
    }

    public Rows byUser() {
        return byUser;
    }

    public Rows byMovie() {
        return byMovie;
    }

    /** Mean rating, stars. */
    public float mean() {
        return mean;
    }

    /** Number of ratings. */
    public int ratings() {
        return byUser.ratings().length;
    }
}
