package io.marquee.runtime.factor;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.LongPredicate;
import java.util.stream.IntStream;

/**
 * Predicts a user's rating of a movie as {@code mean + user bias + movie bias + user factors · movie factors}, ranks movies
 * for a user, and takes in a user's newest ratings without training. Immutable and thread-safe.
 */
public final class FactorModel {

    private final FactorTables tables;
    private final float[] rankPenalties;
    private final int[] byPopularity;
    private final SideSolver userSolver;

    public FactorModel(FactorTables tables) {
        this.tables = tables;
        this.userSolver = new SideSolver(
                tables.userStep(), tables.mean(), tables.movieBiases(), tables.movieFactors(), tables.factors());
        this.rankPenalties = new float[tables.movies().size()];
        for (int movie = 0; movie < rankPenalties.length; movie++) {
            rankPenalties[movie] =
                    (float) (tables.rankingCaution() / Math.sqrt(tables.movieRatingCounts()[movie] + 1.0));
        }
        this.byPopularity = IntStream.range(0, tables.movies().size())
                .boxed()
                .sorted(Comparator.comparingDouble(this::popularity)
                        .reversed()
                        .thenComparing(Comparator.naturalOrder()))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /** The numbers it is made of; not to be changed. */
    public FactorTables tables() {
        return tables;
    }

    public int movieCount() {
        return tables.movies().size();
    }

    public int userCount() {
        return tables.users().size();
    }

    /** Whether the movie had ratings in training, so that it can be ranked and folded in. */
    public boolean knowsMovie(long movieId) {
        return tables.movies().positionOf(movieId) >= 0;
    }

    /** The user as trained. */
    public Optional<UserState> user(long userId) {
        int user = tables.users().positionOf(userId);
        if (user < 0) {
            return Optional.empty();
        }
        int factors = tables.factors();
        float[] vector = new float[factors];
        System.arraycopy(tables.userFactors(), user * factors, vector, 0, factors);
        return Optional.of(new UserState(tables.userBiases()[user], vector, tables.userRatingCounts()[user]));
    }

    /**
     * The movies that the user had rated when the model was trained, ascending; empty for an unknown user. Movies without
     * training ratings are not among them: the model does not rank these anyway.
     */
    public long[] ratedMovies(long userId) {
        int user = tables.users().positionOf(userId);
        if (user < 0) {
            return new long[0];
        }
        return IntStream.range(tables.seenStarts()[user], tables.seenStarts()[user + 1])
                .mapToLong(i -> tables.movies().idAt(tables.seenMovies()[i]))
                .toArray();
    }

    /**
     * A user from the user's ratings, by the step that training uses.
     *
     * @param movieIds rated movies, newest last; movies that the model does not know are left out
     * @param ratings stars, one per movie
     */
    public UserState foldIn(long[] movieIds, float[] ratings) {
        if (movieIds.length != ratings.length) {
            throw new IllegalArgumentException("there must be one rating per movie, got " + movieIds.length
                    + " movies and " + ratings.length + " ratings");
        }
        int[] movies = new int[movieIds.length];
        float[] stars = new float[movieIds.length];
        int known = 0;
        for (int i = 0; i < movieIds.length; i++) {
            int movie = tables.movies().positionOf(movieIds[i]);
            if (movie >= 0) {
                movies[known] = movie;
                stars[known] = ratings[i];
                known++;
            }
        }
        float[] vector = new float[tables.factors()];
        float bias = userSolver.solve(new RidgeStep(tables.factors()), movies, stars, 0, known, vector, 0);
        return new UserState(bias, vector, known);
    }

    /** The rating of a movie by a user as trained. Allocates nothing but the answer. */
    public RatingEstimate predict(long userId, long movieId) {
        int user = tables.users().positionOf(userId);
        int movie = tables.movies().positionOf(movieId);
        if (user < 0) {
            return withoutUser(movie);
        }
        float bias = tables.userBiases()[user];
        if (movie < 0) {
            return new RatingEstimate(RatingScale.clip(tables.mean() + bias), RatingBasis.USER_ONLY);
        }
        int factors = tables.factors();
        float dot = dot(tables.userFactors(), user * factors, tables.movieFactors(), movie * factors, factors);
        return new RatingEstimate(
                RatingScale.clip(tables.mean() + bias + tables.movieBiases()[movie] + dot), RatingBasis.PERSONAL);
    }

    /** The rating of a movie by that user. */
    public RatingEstimate predict(UserState user, long movieId) {
        int movie = tables.movies().positionOf(movieId);
        if (!user.isPersonal()) {
            return withoutUser(movie);
        }
        return movie < 0
                ? new RatingEstimate(RatingScale.clip(tables.mean() + user.bias()), RatingBasis.USER_ONLY)
                : new RatingEstimate(RatingScale.clip(rawRating(user, movie)), RatingBasis.PERSONAL);
    }

    /** The ratings of many movies by that user, in their order. */
    public List<RatingEstimate> predict(UserState user, long[] movieIds) {
        List<RatingEstimate> estimates = new ArrayList<>(movieIds.length);
        for (long movieId : movieIds) {
            estimates.add(predict(user, movieId));
        }
        return estimates;
    }

    /**
     * What a movie is ranked by for that user: the predicted rating, not clipped, less a penalty of
     * {@code caution / √(ratings + 1)} stars. The penalty is the usual lower confidence bound: a movie with two
     * fine ratings must not push out one with two hundred.
     *
     * @return negative infinity when the movie is not known
     */
    public double score(UserState user, long movieId) {
        int movie = tables.movies().positionOf(movieId);
        return movie < 0 ? Double.NEGATIVE_INFINITY : rankScore(user, movie);
    }

    /**
     * The best movies for that user by {@link #score}, best first; equal scores in order of movie id.
     *
     * @param k at most so many, from 0; fewer when the model knows fewer
     * @param excluded movies that must not be among them
     */
    public List<ScoredMovie> topMovies(UserState user, int k, LongPredicate excluded) {
        TopPositions top = new TopPositions(Math.min(requireCount(k), movieCount()));
        for (int movie = 0; movie < rankPenalties.length; movie++) {
            double score = rankScore(user, movie);
            if (top.accepts(score) && !excluded.test(tables.movies().idAt(movie))) {
                top.offer(movie, score);
            }
        }
        List<ScoredMovie> ranking = new ArrayList<>();
        for (int movie : top.bestFirst()) {
            ranking.add(new ScoredMovie(
                    tables.movies().idAt(movie), rankScore(user, movie), RatingScale.clip(rawRating(user, movie))));
        }
        return ranking;
    }

    /**
     * The most popular movies, best first: damped mean rating times the logarithm of one plus the number of ratings; equal
     * scores in order of movie id. The same for everybody.
     */
    public List<ScoredMovie> popularMovies(int k, LongPredicate excluded) {
        int wanted = Math.min(requireCount(k), movieCount());
        List<ScoredMovie> ranking = new ArrayList<>(wanted);
        for (int i = 0; i < byPopularity.length && ranking.size() < wanted; i++) {
            int movie = byPopularity[i];
            long movieId = tables.movies().idAt(movie);
            if (!excluded.test(movieId)) {
                ranking.add(new ScoredMovie(
                        movieId, popularity(movie), RatingScale.clip(tables.mean() + tables.movieBiases()[movie])));
            }
        }
        return ranking;
    }

    private RatingEstimate withoutUser(int movie) {
        return movie < 0
                ? new RatingEstimate(RatingScale.clip(tables.mean()), RatingBasis.GLOBAL)
                : new RatingEstimate(
                        RatingScale.clip(tables.mean() + tables.movieBiases()[movie]), RatingBasis.MOVIE_ONLY);
    }

    private float rawRating(UserState user, int movie) {
        return tables.mean()
                + user.bias()
                + tables.movieBiases()[movie]
                + user.dot(tables.movieFactors(), movie * tables.factors());
    }

    static float dot(float[] left, int leftOffset, float[] right, int rightOffset, int length) {
        float sum = 0;
        for (int i = 0; i < length; i++) {
            sum += left[leftOffset + i] * right[rightOffset + i];
        }
        return sum;
    }

    private double rankScore(UserState user, int movie) {
        return rawRating(user, movie) - rankPenalties[movie];
    }

    private double popularity(int movie) {
        return tables.movieMeans()[movie] * Math.log1p(tables.movieRatingCounts()[movie]);
    }

    private static int requireCount(int k) {
        if (k < 0) {
            throw new IllegalArgumentException("k must be 0 or more, got: " + k);
        }
        return k;
    }
}
