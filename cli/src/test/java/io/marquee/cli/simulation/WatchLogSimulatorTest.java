package io.marquee.cli.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.marquee.cli.simulation.WatchLogSimulator.Movie;
import io.marquee.cli.simulation.WatchLogSimulator.Parameters;
import io.marquee.cli.simulation.WatchLogSimulator.Watch;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WatchLogSimulatorTest {

    /** Ratings at which cutting 2^r to a whole number makes a difference that a test can see. */
    private static final double[] RATINGS = {0, 0.9, 1.9, 2.9, 4, 5.5, 7, 8.5};

    private static final long[] COPIES = {1, 1, 3, 7, 16, 45, 128, 362};

    private static final List<Movie> MOVIES = List.of(
            new Movie(1, 0, 1),
            new Movie(2, 0.9, 2),
            new Movie(3, 1.9, 3),
            new Movie(4, 2.9, 4),
            new Movie(5, 4, 5),
            new Movie(6, 5.5, 6),
            new Movie(7, 7, 7),
            new Movie(8, 8.5, 8));

    /** What a chi-square of 7, 19 and 20 degrees of freedom exceeds in one of a thousand fair experiments. */
    private static final double CRITICAL_7 = 24.322;

    private static final double CRITICAL_19 = 43.820;
    private static final double CRITICAL_20 = 45.315;

    @ParameterizedTest
    @CsvSource({"7,128", "8,256", "8.5,362", "10,1024", "0,1", "0.9,1", "1.9,3"})
    void shouldPutMoviesIntoTheUrnByTwoToTheRating(double rating, long copies) {
        assertThat(WatchLogSimulator.copies(rating)).isEqualTo(copies);
    }

    /** The last column is what Python makes of the formula. */
    @ParameterizedTest
    @CsvSource({
        "0,0,0.0",
        "1,452,451.76684315408374",
        "3,1495,1495.3482508400166",
        "5,2758,2758.081754139995",
        "7,4286,4285.9892931329705",
        "8,5166,5166.355065600352",
        "9,6135,6134.75741531447",
        "10,7200,7200.0"
    })
    void shouldWatchLongerTheBetterTheMovie(double rating, int whole, double exact) {
        assertThat(WatchLogSimulator.meanSeconds(rating)).isCloseTo(exact, within(1e-9));
        assertThat(Math.round(WatchLogSimulator.meanSeconds(rating))).isEqualTo(whole);
    }

    @ParameterizedTest
    @CsvSource({"0,0.5", "452,0.5", "1495,1.5", "2758,2.5", "4286,3.5", "5166,4.0", "7200,5.0"})
    void shouldReadStarsFromTheWatchTime(int seconds, double stars) {
        assertThat(WatchLogSimulator.stars(seconds)).isEqualTo(stars);
    }

    @Test
    void shouldGiveTheSameLogForTheSameSeedAndAnotherForAnother() {
        List<Watch> log = new WatchLogSimulator(Parameters.DEFAULT, MOVIES).simulate();

        assertThat(new WatchLogSimulator(Parameters.DEFAULT, MOVIES).simulate()).isEqualTo(log);
        assertThat(new WatchLogSimulator(new Parameters(1, 100, 20), MOVIES).simulate())
                .isNotEqualTo(log);
    }

    @Test
    void shouldDrawMoviesInProportionToTheirCopies() {
        List<Watch> log = new WatchLogSimulator(new Parameters(7, 20_000, 20), MOVIES).simulate();

        long[] counts = new long[MOVIES.size()];
        log.forEach(watch -> counts[(int) watch.movieId() - 1]++);
        double[] shares = shares(LongStream.of(COPIES).asDoubleStream().toArray());
        double[] uncut =
                shares(DoubleStream.of(RATINGS).map(r -> Math.pow(2, r)).toArray());

        assertThat(ChiSquare.statistic(counts, shares))
                .isLessThan(CRITICAL_7)
                .isCloseTo(4.543609669515046, within(1e-9));
        assertThat(ChiSquare.statistic(counts, uncut)).isGreaterThan(5 * CRITICAL_7);
    }

    @Test
    void shouldLetEachUserDrawZeroToTwentyMoviesWithTheSameProbability() {
        int users = 21_000;
        List<Watch> log = new WatchLogSimulator(new Parameters(7, users, 20), MOVIES).simulate();

        int[] draws = new int[users + 1];
        log.forEach(watch -> draws[(int) watch.userId()]++);
        long[] counts = new long[21];
        Arrays.stream(draws).skip(1).forEach(n -> counts[n]++);
        double[] shares = new double[21];
        Arrays.fill(shares, 1 / 21.0);

        assertThat(ChiSquare.statistic(counts, shares)).isLessThan(CRITICAL_20).isCloseTo(18.068, within(1e-9));
    }

    @Test
    void shouldDrawWithReplacement() {
        List<Watch> log = new WatchLogSimulator(Parameters.DEFAULT, List.of(MOVIES.getLast())).simulate();

        assertThat(log.stream().filter(watch -> watch.userId() == log.getFirst().userId()))
                .hasSizeGreaterThan(1);
    }

    @Test
    void shouldSpreadWatchTimesNormallyByATenthOfTheMean() {
        Movie movie = new Movie(7, 5, 0);
        List<Watch> log = new WatchLogSimulator(new Parameters(11, 20_000, 20), List.of(movie)).simulate();
        double mean = WatchLogSimulator.meanSeconds(5);

        // Ends of twenty equally likely parts of a standard normal distribution.
        double[] quantiles = {
            -1.6448536269514729,
            -1.2815515655446004,
            -1.0364333894937898,
            -0.8416212335729142,
            -0.6744897501960817,
            -0.5244005127080407,
            -0.3853204664075676,
            -0.2533471031357997,
            -0.12566134685507402,
            0.0,
            0.12566134685507416,
            0.2533471031357997,
            0.38532046640756773,
            0.5244005127080407,
            0.6744897501960817,
            0.8416212335729143,
            1.0364333894937898,
            1.2815515655446004,
            1.6448536269514722
        };
        long[] counts = new long[20];
        for (Watch watch : log) {
            // Cutting to whole seconds takes half a second on average.
            int at = Arrays.binarySearch(quantiles, (watch.watchSeconds() + 0.5 - mean) / (0.1 * mean));
            counts[at >= 0 ? at : -at - 1]++;
        }
        double[] shares = new double[20];
        Arrays.fill(shares, 1 / 20.0);

        assertThat(ChiSquare.statistic(counts, shares))
                .isLessThan(CRITICAL_19)
                .isCloseTo(18.947395605705434, within(1e-9));
    }

    @Test
    void shouldNeitherWatchLessThanNothingNorMoreThanTwoHours() {
        List<Watch> log = new WatchLogSimulator(
                        new Parameters(3, 2_000, 20), List.of(new Movie(1, 10, 0), new Movie(2, 0, 0)))
                .simulate();

        assertThat(log).allSatisfy(watch -> assertThat(watch.watchSeconds()).isBetween(0, 7200));
        assertThat(log.stream().filter(watch -> watch.movieId() == 2).mapToInt(Watch::watchSeconds))
                .containsOnly(0);
        double atTheEnd = log.stream()
                .filter(watch -> watch.movieId() == 1)
                .filter(watch -> watch.watchSeconds() == 7200)
                .count();
        assertThat(atTheEnd / log.stream().filter(watch -> watch.movieId() == 1).count())
                .isCloseTo(0.5, within(0.01));
    }

    @Test
    void shouldGoByTheRatingThatTheTastesSay() {
        List<Watch> log = new WatchLogSimulator(Parameters.DEFAULT, MOVIES, random -> movie -> 0).simulate();

        assertThat(log).isNotEmpty().allSatisfy(watch -> assertThat(watch.watchSeconds())
                .isZero());
    }

    @Test
    void shouldRefuseWhatCannotBeSimulated() {
        assertThatThrownBy(() -> new Movie(9, 11, 0)).hasMessage("movie 9: vote average must be 0 to 10, got: 11.0");
        assertThatThrownBy(() -> new WatchLogSimulator(Parameters.DEFAULT, List.of()))
                .hasMessage("there is no movie to draw");
        assertThatThrownBy(() -> new Parameters(0, 0, 20)).hasMessage("users must be 1 or more, got: 0");
        assertThatThrownBy(() -> new Parameters(0, 1, -1)).hasMessage("max select must be 0 or more, got: -1");
    }

    private static double[] shares(double[] weights) {
        double total = DoubleStream.of(weights).sum();
        return DoubleStream.of(weights).map(weight -> weight / total).toArray();
    }
}
