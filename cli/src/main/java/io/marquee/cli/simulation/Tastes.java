package io.marquee.cli.simulation;

import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;

/** What the simulated people like: says for each user in turn by which rating that user goes. */
@FunctionalInterface
public interface Tastes {

    /** Everybody values a movie as the public does. This alone is the simulation as it was specified. */
    Tastes PUBLIC = random -> WatchLogSimulator.Movie::voteAverage;

    /**
     * The next user's rating of a movie, 0 to 10.
     *
     * @param random the simulation's own; what is drawn from it here moves everything that is drawn afterwards
     */
    ToDoubleFunction<WatchLogSimulator.Movie> next(RandomGenerator random);
}
