package io.marquee.journey.sample;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Simulates who watched which movie for how long. Users draw movies with replacement, with a probability proportional to
 * {@code int(2^rating)}, and watch the longer the better the movie: {@code 7200 s * (1.1^(r-5) - 1.1^-5) / (1.1^5 - 1.1^-5)},
 * with normal noise of a tenth of that, cut to whole seconds from 0 to 7200.
 *
 * <p>With a taste strength of 0 that is all: every user values a movie as the public does. A greater strength gives users and
 * genres a place on {@value #AXES} hidden axes; their product moves the rating that a user goes by, so that there is something
 * personal to learn. All randomness comes from the seed.
 */
public final class WatchLogSimulator {

    /** Hidden axes of taste. */
    public static final int AXES = 2;

    private static final double MAX_SECONDS = 120 * 60;
    private static final double BASE = 1.1;
    private static final double NOISE = 0.1;
    private static final double LOW = Math.pow(BASE, -5);
    private static final double HIGH = Math.pow(BASE, 5);

    /**
     * A movie to draw.
     *
     * @param voteAverage the public's rating, 0 to 10
     */
    public record Movie(long id, double voteAverage, double popularity, List<String> genres) {

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
     * @param tasteStrength rating points by which a typical taste moves a typical movie; 0 for none
     */
    public record Parameters(long seed, int users, int maxSelect, double tasteStrength) {

        /** 100 users with at most 20 movies each and no taste of their own. */
        public static final Parameters PLAIN = new Parameters(0, 100, 20, 0);
    }

    /** A user watched a movie; {@code rating} is the public's. */
    public record Watch(long userId, long movieId, int watchSeconds, double rating, double popularity) {}

    private final Parameters parameters;
    private final List<Movie> movies;
    private final long[] cumulative;

    public WatchLogSimulator(Parameters parameters, List<Movie> movies) {
        this.parameters = parameters;
        this.movies = List.copyOf(movies);
        this.cumulative = new long[movies.size()];
        long total = 0;
        for (int i = 0; i < movies.size(); i++) {
            total += copies(movies.get(i).voteAverage());
            cumulative[i] = total;
        }
    }

    /** How often a movie of that rating is in the urn. */
    static long copies(double rating) {
        return (long) Math.pow(2, rating);
    }

    /** Seconds that a movie of that rating, 0 to 10, is watched on average. */
    static double meanSeconds(double rating) {
        return MAX_SECONDS * (Math.pow(BASE, rating - 5) - LOW) / (HIGH - LOW);
    }

    /** Stars, 0.5 to 5 in half steps, that the watch time speaks of: {@link #meanSeconds} read backwards. */
    static double stars(int seconds) {
        double rating = 5 + Math.log(seconds * (HIGH - LOW) / MAX_SECONDS + LOW) / Math.log(BASE);
        return Math.clamp(Math.round(rating) / 2.0, 0.5, 5.0);
    }

    /** The whole log, user by user in the order of drawing. */
    public List<Watch> simulate() {
        Random random = new Random(parameters.seed());
        Map<String, double[]> genreAxes = new HashMap<>();
        List<Watch> log = new ArrayList<>();
        for (int user = 1; user <= parameters.users(); user++) {
            double[] taste = axes(random);
            int draws = random.nextInt(parameters.maxSelect() + 1);
            for (int i = 0; i < draws; i++) {
                Movie movie = draw(random);
                double felt = movie.voteAverage();
                if (parameters.tasteStrength() > 0) {
                    felt = Math.clamp(felt + shift(taste, movie, genreAxes), 0, 10);
                }
                log.add(new Watch(user, movie.id(), seconds(felt, random), movie.voteAverage(), movie.popularity()));
            }
        }
        return log;
    }

    private Movie draw(Random random) {
        long ticket = random.nextLong(cumulative[cumulative.length - 1]);
        int index = Arrays.binarySearch(cumulative, ticket + 1);
        return movies.get(index >= 0 ? index : -index - 1);
    }

    private static int seconds(double rating, Random random) {
        double mean = meanSeconds(rating);
        return (int) Math.clamp(mean + NOISE * mean * random.nextGaussian(), 0, MAX_SECONDS);
    }

    private double shift(double[] taste, Movie movie, Map<String, double[]> genreAxes) {
        if (movie.genres().isEmpty()) {
            return 0;
        }
        double sum = 0;
        for (String genre : movie.genres()) {
            // A genre's place depends on its name alone, so that movies added later share it.
            double[] place =
                    genreAxes.computeIfAbsent(genre, name -> axes(new Random(name.hashCode() ^ parameters.seed())));
            for (int axis = 0; axis < AXES; axis++) {
                sum += taste[axis] * place[axis];
            }
        }
        return parameters.tasteStrength() * sum / movie.genres().size();
    }

    private static double[] axes(Random random) {
        double[] axes = new double[AXES];
        for (int i = 0; i < AXES; i++) {
            axes[i] = random.nextGaussian();
        }
        return axes;
    }
}
