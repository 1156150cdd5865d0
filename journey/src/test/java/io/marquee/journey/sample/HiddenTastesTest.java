package io.marquee.journey.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.marquee.cli.simulation.WatchLogSimulator;
import io.marquee.cli.simulation.WatchLogSimulator.Movie;
import io.marquee.cli.simulation.WatchLogSimulator.Parameters;
import io.marquee.cli.simulation.WatchLogSimulator.Watch;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HiddenTastesTest {

    private static final long SEED = 3;
    private static final Movie MOVIE = new Movie(1, 7, 10);

    @Test
    void shouldMakeUsersDifferOnlyWhenTheyHaveTastes() {
        double plain = spread(0);
        double tasted = spread(2);

        assertThat(plain).isCloseTo(4286 * 0.1, within(30.0));
        assertThat(tasted).isGreaterThan(2 * plain);
    }

    @Test
    void shouldGoByThePublicsRatingWhenAMovieHasNoGenre() {
        HiddenTastes tastes = new HiddenTastes(SEED, 2, Map.of());

        assertThat(tastes.next(new java.util.Random(SEED)).applyAsDouble(MOVIE)).isEqualTo(7);
    }

    /** Standard deviation of the watch time of one movie over many users. */
    private static double spread(double strength) {
        double[] seconds = new WatchLogSimulator(
                        new Parameters(SEED, 5_000, 1),
                        List.of(MOVIE),
                        new HiddenTastes(SEED, strength, Map.of(1L, List.of("Drama"))))
                .simulate().stream().mapToDouble(Watch::watchSeconds).toArray();
        double mean = Arrays.stream(seconds).average().orElseThrow();
        return Math.sqrt(Arrays.stream(seconds)
                .map(x -> (x - mean) * (x - mean))
                .average()
                .orElseThrow());
    }
}
