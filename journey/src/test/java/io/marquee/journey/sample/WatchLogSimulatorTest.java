package io.marquee.journey.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.marquee.journey.sample.WatchLogSimulator.Movie;
import io.marquee.journey.sample.WatchLogSimulator.Parameters;
import io.marquee.journey.sample.WatchLogSimulator.Watch;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WatchLogSimulatorTest {

    private static final List<Movie> MOVIES = List.of(
            new Movie(1, 7, 10, List.of("Drama")),
            new Movie(2, 8, 20, List.of("Comedy")),
            new Movie(3, 8.5, 30, List.of("Drama", "War")));

    @ParameterizedTest
    @CsvSource({"7,128", "8,256", "8.5,362", "10,1024", "0,1"})
    void shouldPutMoviesIntoTheUrnByTwoToTheRating(double rating, long copies) {
        assertThat(WatchLogSimulator.copies(rating)).isEqualTo(copies);
    }

    @ParameterizedTest
    @CsvSource({"0,0", "1,452", "3,1495", "5,2758", "7,4286", "8,5166", "9,6135", "10,7200"})
    void shouldWatchLongerTheBetterTheMovie(double rating, double seconds) {
        assertThat(WatchLogSimulator.meanSeconds(rating)).isCloseTo(seconds, within(0.5));
    }

    @ParameterizedTest
    @CsvSource({"0,0.5", "452,0.5", "1495,1.5", "2758,2.5", "4286,3.5", "5166,4.0", "7200,5.0"})
    void shouldReadStarsFromTheWatchTime(int seconds, double stars) {
        assertThat(WatchLogSimulator.stars(seconds)).isEqualTo(stars);
    }

    @Test
    void shouldGiveTheSameLogForTheSameSeed() {
        List<Watch> log = new WatchLogSimulator(Parameters.PLAIN, MOVIES).simulate();

        assertThat(new WatchLogSimulator(Parameters.PLAIN, MOVIES).simulate()).isEqualTo(log);
        assertThat(new WatchLogSimulator(new Parameters(1, 100, 20, 0), MOVIES).simulate())
                .isNotEqualTo(log);
    }

    @Test
    void shouldDrawMoviesInProportionToTheirCopies() {
        List<Watch> log = new WatchLogSimulator(new Parameters(7, 20_000, 20, 0), MOVIES).simulate();

        Map<Long, Long> counts = log.stream().collect(Collectors.groupingBy(Watch::movieId, Collectors.counting()));
        double draws = log.size();
        assertThat(draws / 20_000).isCloseTo(10, within(0.1));
        assertThat(counts.get(1L) / draws).isCloseTo(128 / 746.0, within(0.01));
        assertThat(counts.get(2L) / draws).isCloseTo(256 / 746.0, within(0.01));
        assertThat(counts.get(3L) / draws).isCloseTo(362 / 746.0, within(0.01));
        assertThat(log.stream()
                        .filter(watch -> watch.movieId() == 1)
                        .mapToInt(Watch::watchSeconds)
                        .average())
                .hasValueCloseTo(4286.0, within(10.0));
    }

    @Test
    void shouldMakeUsersDifferOnlyWhenTheyHaveTastes() {
        double plain = spread(0);
        double tasted = spread(2);

        assertThat(plain).isCloseTo(4286 * 0.1, within(30.0));
        assertThat(tasted).isGreaterThan(2 * plain);
    }

    @Test
    void shouldRefuseARatingOffTheScale() {
        assertThatThrownBy(() -> new Movie(9, 11, 0, List.of()))
                .hasMessage("movie 9: vote average must be 0 to 10, got: 11.0");
    }

    /** Standard deviation of the watch time of one movie over many users. */
    private static double spread(double tasteStrength) {
        double[] seconds = new WatchLogSimulator(new Parameters(3, 5_000, 1, tasteStrength), List.of(MOVIES.getFirst()))
                .simulate().stream().mapToDouble(Watch::watchSeconds).toArray();
        double mean = java.util.Arrays.stream(seconds).average().orElseThrow();
        return Math.sqrt(java.util.Arrays.stream(seconds)
                .map(x -> (x - mean) * (x - mean))
                .average()
                .orElseThrow());
    }
}
