package io.marquee.cli.simulation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;

/**
 * Simulates who watched which movie for how long.
 *
 * <ol>
 *   <li>Each movie is in the urn {@code int(2^rating)} times: 7 gives 128, 8 gives 256, 8.5 gives 362, 10 gives 1024.
 *   <li>Each user, from 1 on, makes 0 to {@code maxSelect} draws, every number as likely, with replacement.
 *   <li>A movie with rating r is watched for {@code 7200 s * (1.1^(r-5) - 1.1^-5) / (1.1^5 - 1.1^-5)} on average, with normal
 *       noise of a tenth of that, cut to 0 … 7200 and to whole seconds.
 * </ol>
 *
 * <p>The urn is never filled: a draw looks for its ticket among the running totals, in O(log movies).
 *
 * <p>One seed decides everything: the number of draws, the draws and the noise come from one {@link Random}, user by user. That
 * is where this differs from the algorithm's first implementation, in Python, whose {@code random.seed(0)} decided the draws by
 * a Mersenne Twister and whose noise came from a generator that nobody had seeded, so that no two of its logs were the same.
 * What is kept is the distribution of every column; the stream of numbers is another, and only here can it be had again.
 */
public final class WatchLogSimulator {

    /** Longest watch time in seconds: two hours. */
    public static final int MAX_SECONDS = 120 * 60;

    private static final double BASE = 1.1;
    private static final double NOISE = 0.1;
    private static final double LOW = Math.pow(BASE, -5);
    private static final double HIGH = Math.pow(BASE, 5);

    /**
     * A movie to draw.
     *
     * @param voteAverage the public's rating, 0 to 10
     * @param popularity as the catalogue has it; it is handed on and decides nothing
     */
    public record Movie(long id, double voteAverage, double popularity) {

        public Movie {
            if (!(voteAverage >= 0 && voteAverage <= 10)) {
                throw new IllegalArgumentException(
                        "movie " + id + ": vote average must be 0 to 10, got: " + voteAverage);
            }
        }
    }

    /**
     * How to simulate.
     *
     * @param users user ids are 1 to this
     * @param maxSelect most movies a user draws; each draws 0 to this, uniformly
     */
    public record Parameters(long seed, int users, int maxSelect) {

        /** 100 users with at most 20 movies each, seed 0. */
        public static final Parameters DEFAULT = new Parameters(0, 100, 20);

        public Parameters {
            if (users < 1) {
                throw new IllegalArgumentException("users must be 1 or more, got: " + users);
            }
            if (maxSelect < 0) {
                throw new IllegalArgumentException("max select must be 0 or more, got: " + maxSelect);
            }
        }
    }

    /** A user watched a movie; {@code rating} is the public's. */
    public record Watch(long userId, long movieId, int watchSeconds, double rating, double popularity) {}

    private final Parameters parameters;
    private final List<Movie> movies;
    private final Tastes tastes;
    private final long[] cumulative;

    /** Everybody goes by the public's rating. */
    public WatchLogSimulator(Parameters parameters, List<Movie> movies) {
        this(parameters, movies, Tastes.PUBLIC);
    }

    /**
     * Users with tastes of their own.
     *
     * @throws IllegalArgumentException when there is no movie to draw
     */
    public WatchLogSimulator(Parameters parameters, List<Movie> movies, Tastes tastes) {
        if (movies.isEmpty()) {
            throw new IllegalArgumentException("there is no movie to draw");
        }
        this.parameters = parameters;
        this.movies = List.copyOf(movies);
        this.tastes = tastes;
        this.cumulative = new long[movies.size()];
        long total = 0;
        for (int i = 0; i < movies.size(); i++) {
            total += copies(movies.get(i).voteAverage());
            cumulative[i] = total;
        }
    }

    /** How often a movie of that rating is in the urn. */
    public static long copies(double rating) {
        return (long) Math.pow(2, rating);
    }

    /** Seconds that a movie of that rating, 0 to 10, is watched on average. */
    public static double meanSeconds(double rating) {
        return MAX_SECONDS * (Math.pow(BASE, rating - 5) - LOW) / (HIGH - LOW);
    }

    /** Stars, 0.5 to 5 in half steps, that the watch time speaks of: {@link #meanSeconds} read backwards. */
    public static double stars(int seconds) {
        double rating = 5 + Math.log(seconds * (HIGH - LOW) / MAX_SECONDS + LOW) / Math.log(BASE);
        return Math.clamp(Math.round(rating) / 2.0, 0.5, 5.0);
    }

    /** The whole log, user by user in the order of drawing. */
    public List<Watch> simulate() {
        Random random = new Random(parameters.seed());
        List<Watch> log = new ArrayList<>();
        for (int user = 1; user <= parameters.users(); user++) {
            ToDoubleFunction<Movie> felt = tastes.next(random);
            int draws = random.nextInt(parameters.maxSelect() + 1);
            for (int i = 0; i < draws; i++) {
                Movie movie = draw(random);
                int seconds = seconds(felt.applyAsDouble(movie), random);
                log.add(new Watch(user, movie.id(), seconds, movie.voteAverage(), movie.popularity()));
            }
        }
        return log;
    }

    private Movie draw(RandomGenerator random) {
        long ticket = random.nextLong(cumulative[cumulative.length - 1]);
        int index = Arrays.binarySearch(cumulative, ticket + 1);
        return movies.get(index >= 0 ? index : -index - 1);
    }

    private static int seconds(double rating, RandomGenerator random) {
        double mean = meanSeconds(rating);
        return (int) Math.clamp(mean + NOISE * mean * random.nextGaussian(), 0, MAX_SECONDS);
    }
}
