package io.marquee.runtime.factor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FactorModelTest {

    private final FactorModel model = new FactorModel(TestFactors.small());

    @ParameterizedTest
    @CsvSource({
        "1, 10, 4.25, PERSONAL",
        "2, 20, 3.0, PERSONAL",
        "1, 30, 5.0, PERSONAL", // 5.25, clipped
        "2, 30, 0.5, PERSONAL", // 0.25, clipped
        "7, 10, 3.25, MOVIE_ONLY",
        "2, 99, 2.5, USER_ONLY",
        "7, 99, 3.0, GLOBAL",
    })
    void shouldSayWhatThePredictionRestsOn(long user, long movie, double rating, RatingBasis basis) {
        // When
        RatingEstimate estimate = model.predict(user, movie);

        // Then
        assertThat(estimate).isEqualTo(new RatingEstimate(rating, basis));
    }

    @Test
    void shouldPredictTheSameFromTheUsersState() {
        // Given
        UserState user = model.user(1).orElseThrow();

        // When
        List<RatingEstimate> estimates = model.predict(user, new long[] {10, 30, 99});

        // Then
        assertThat(estimates).containsExactly(model.predict(1, 10), model.predict(1, 30), model.predict(1, 99));
        assertThat(user.ratings()).isEqualTo(2);
        assertThat(model.user(7)).isEmpty();
    }

    @Test
    void shouldFoldInByTheClosedFormWhenAUserIsNew() {
        // Given: rows (1, 0.5) and (1, 2) with targets 4-3-0.25 and 1-3+0.25; movie 99 is not known
        long[] movies = {10, 99, 30};
        float[] ratings = {4, 5, 1};

        // When: [[2+1, 2.5], [2.5, 4.25+2*0.5+1]] · (b, p) = (-1, -3.125)
        UserState user = model.foldIn(movies, ratings);

        // Then
        double determinant = 3 * 6.25 - 2.5 * 2.5;
        double bias = (-1 * 6.25 + 3.125 * 2.5) / determinant;
        double factor = (-3.125 * 3 + 1 * 2.5) / determinant;
        assertThat(user.ratings()).isEqualTo(2);
        assertThat(user.bias()).isCloseTo((float) bias, within(1e-6f));
        assertThat(user.vector()[0]).isCloseTo((float) factor, within(1e-6f));
        assertThat(model.predict(user, 20).rating()).isCloseTo(3 + bias - 0.5 * factor, within(1e-6));
        assertThat(model.predict(user, 20).basis()).isEqualTo(RatingBasis.PERSONAL);
        assertThat(model.predict(user, 99).basis()).isEqualTo(RatingBasis.USER_ONLY);
    }

    @Test
    void shouldFallBackToTheMovieWhenNothingCouldBeFoldedIn() {
        // When
        UserState user = model.foldIn(new long[] {99}, new float[] {5});

        // Then
        assertThat(user.isPersonal()).isFalse();
        assertThat(model.predict(user, 10)).isEqualTo(new RatingEstimate(3.25, RatingBasis.MOVIE_ONLY));
        assertThat(model.predict(user, 99)).isEqualTo(new RatingEstimate(3, RatingBasis.GLOBAL));
    }

    @Test
    void shouldRankByPredictionWithTiesInOrderOfMovieId() {
        // Given
        UserState second = model.user(2).orElseThrow();

        // When: predictions are 2.25, 3, 0.25 and 2
        List<ScoredMovie> ranking = model.topMovies(second, 3, movie -> movie == 10);

        // Then
        assertThat(ranking)
                .containsExactly(new ScoredMovie(20, 3, 3), new ScoredMovie(40, 2, 2), new ScoredMovie(30, 0.25, 0.5));
        assertThat(model.topMovies(model.foldIn(new long[0], new float[0]), 2, movie -> movie == 10))
                .extracting(ScoredMovie::movieId)
                .containsExactly(20L, 40L);
    }

    @Test
    void shouldRankWellSupportedMoviesHigherWhenCautious() {
        // Given: caution 2 takes 2/√4 from 4.25 of movie 10 and 2/√1 from 5.25 of movie 30: a tie
        FactorModel cautious = new FactorModel(TestFactors.small(2));
        UserState first = cautious.user(1).orElseThrow();

        // When
        List<ScoredMovie> ranking = cautious.topMovies(first, 10, movie -> false);

        // Then
        assertThat(ranking).extracting(ScoredMovie::movieId).containsExactly(10L, 30L, 40L, 20L);
        assertThat(ranking.getFirst()).isEqualTo(new ScoredMovie(10, 3.25, 4.25));
        assertThat(cautious.score(first, 10)).isEqualTo(4.25 - 1);
        assertThat(cautious.score(first, 99)).isEqualTo(Double.NEGATIVE_INFINITY);
    }

    @Test
    void shouldListPopularMoviesByMeanTimesSupport() {
        // When: 4·ln4, 3·ln9, 0, 4·ln4
        List<ScoredMovie> popular = model.popularMovies(3, movie -> movie == 30);

        // Then
        assertThat(popular).extracting(ScoredMovie::movieId).containsExactly(20L, 10L, 40L);
        assertThat(popular.getFirst().score()).isCloseTo(3 * Math.log(9), within(1e-12));
        assertThat(model.popularMovies(0, movie -> false)).isEmpty();
    }

    @Test
    void shouldKnowWhatAUserHadRated() {
        assertThat(model.ratedMovies(1)).containsExactly(10, 30);
        assertThat(model.ratedMovies(2)).containsExactly(20);
        assertThat(model.ratedMovies(7)).isEmpty();
    }

    @Test
    void shouldAnswerWithAllItHasWhenKIsHuge() {
        assertThat(model.topMovies(model.user(1).orElseThrow(), Integer.MAX_VALUE, movie -> false))
                .hasSize(4);
        assertThat(model.topMovies(model.user(1).orElseThrow(), 0, movie -> false))
                .isEmpty();
        assertThatThrownBy(() -> model.topMovies(model.user(1).orElseThrow(), -1, movie -> false))
                .hasMessage("k must be 0 or more, got: -1");
    }

    @Test
    void shouldKeepTheBestWhenThereAreManyCandidates() {
        // Given: scores with many ties
        Random random = new Random(11);
        int[] scores = IntStream.range(0, 5_000).map(i -> random.nextInt(300)).toArray();
        TopPositions top = new TopPositions(100);

        // When
        for (int i = 0; i < scores.length; i++) {
            if (top.accepts(scores[i])) {
                top.offer(i, scores[i]);
            }
        }

        // Then
        int[] expected = IntStream.range(0, scores.length)
                .boxed()
                .sorted(Comparator.<Integer>comparingInt(i -> -scores[i]).thenComparing(Comparator.naturalOrder()))
                .limit(100)
                .mapToInt(Integer::intValue)
                .toArray();
        assertThat(top.bestFirst()).containsExactly(expected);
    }

    @Test
    void shouldFindEveryIdWhenIndexed() {
        // Given
        long[] ids = LongStream.range(0, 1000).map(i -> i * 7 - 500).toArray();

        // When
        IdIndex index = IdIndex.ofDistinct(LongStream.concat(LongStream.of(ids), LongStream.of(ids))
                .map(id -> id)
                .toArray());

        // Then
        assertThat(index.size()).isEqualTo(1000);
        for (int i = 0; i < ids.length; i++) {
            assertThat(index.positionOf(ids[i])).isEqualTo(i);
            assertThat(index.positionOf(ids[i] + 1)).isEqualTo(-1);
        }
        assertThatThrownBy(() -> IdIndex.ofSorted(new long[] {3, 3}))
                .hasMessage("ids must strictly ascend, got 3 before 3");
    }
}
