package io.marquee.journey.sample;

import io.marquee.cli.simulation.Tastes;
import io.marquee.cli.simulation.WatchLogSimulator.Movie;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;

/**
 * Gives users and genres a place on {@value #AXES} hidden axes; their product moves the rating that a user goes by, so that
 * there is something personal to learn.
 */
final class HiddenTastes implements Tastes {

    /** Hidden axes of taste. */
    static final int AXES = 2;

    private final long seed;
    private final double strength;
    private final Map<Long, List<String>> genres;
    private final Map<String, double[]> genreAxes = new HashMap<>();

    /**
     * Tastes for one simulation.
     *
     * @param strength rating points by which a typical taste moves a typical movie
     * @param genres of each movie, by id
     */
    HiddenTastes(long seed, double strength, Map<Long, List<String>> genres) {
        this.seed = seed;
        this.strength = strength;
        this.genres = genres;
    }

    @Override
    public ToDoubleFunction<Movie> next(RandomGenerator random) {
        double[] taste = axes(random);
        return movie ->
                Math.clamp(movie.voteAverage() + shift(taste, genres.getOrDefault(movie.id(), List.of())), 0, 10);
    }

    private double shift(double[] taste, List<String> genresOfMovie) {
        if (genresOfMovie.isEmpty()) {
            return 0;
        }
        double sum = 0;
        for (String genre : genresOfMovie) {
            // A genre's place depends on its name alone, so that movies added later share it.
            double[] place = genreAxes.computeIfAbsent(genre, name -> axes(new Random(name.hashCode() ^ seed)));
            for (int axis = 0; axis < AXES; axis++) {
                sum += taste[axis] * place[axis];
            }
        }
        return strength * sum / genresOfMovie.size();
    }

    private static double[] axes(RandomGenerator random) {
        double[] axes = new double[AXES];
        for (int i = 0; i < AXES; i++) {
            axes[i] = random.nextGaussian();
        }
        return axes;
    }
}
