package io.marquee.workhorse.training.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.marquee.runtime.factor.FactorModel;
import io.marquee.runtime.factor.FactorTables;
import io.marquee.runtime.factor.UserState;
import io.marquee.workhorse.training.evaluation.Accuracy;
import io.marquee.workhorse.training.recipe.AlsSettings;
import io.marquee.workhorse.training.split.RatingMatrix;
import io.marquee.workhorse.training.split.TemporalSplit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AlsTest {

    private static final AlsSettings SETTINGS = new AlsSettings(4, 12, 0.02, 2, 2, 2, 50, 1);

    private final Ratings data = Ratings.withTaste(300, 120, 40, 17);
    private final TemporalSplit split = TemporalSplit.of(data.users, data.movies, data.times, 0.2);
    private final RatingMatrix matrix =
            RatingMatrix.of(split.train(), data.users, data.movies, data.ratings, data.times);
    private final SeenMovies seen = SeenMovies.of(matrix, data.users, data.movies);

    @Test
    void shouldFindTasteThatBiasesCannotExplain() throws Exception {
        // Given
        BiasBaseline baseline = BiasBaseline.fit(matrix, 2, 2);
        List<Double> losses = new ArrayList<>();

        // When
        FactorModel model =
                new FactorModel(Als.train(matrix, seen, SETTINGS, 1, 2, (iteration, rmse) -> losses.add(rmse)));

        // Then: noise is 0.3, taste 0.7
        Accuracy factors =
                Accuracy.of(split.test(), data.ratings, row -> model.predict(data.users[row], data.movies[row])
                        .rating());
        Accuracy biases =
                Accuracy.of(split.test(), data.ratings, row -> baseline.predict(data.users[row], data.movies[row]));
        assertThat(biases.rmse()).isGreaterThan(0.6);
        assertThat(factors.rmse()).isLessThan(0.45);
        assertThat(losses).hasSize(12);
        assertThat(losses.getLast()).isLessThan(losses.getFirst());
    }

    @Test
    void shouldGiveTheSameTablesWhateverTheNumberOfThreads() throws Exception {
        // When
        FactorTables one = Als.train(matrix, seen, SETTINGS, 5, 1, IterationListener.SILENT);
        FactorTables three = Als.train(matrix, seen, SETTINGS, 5, 3, IterationListener.SILENT);
        FactorTables otherSeed = Als.train(matrix, seen, SETTINGS, 6, 1, IterationListener.SILENT);

        // Then
        assertThat(three.userFactors()).isEqualTo(one.userFactors());
        assertThat(three.movieFactors()).isEqualTo(one.movieFactors());
        assertThat(three.movieBiases()).isEqualTo(one.movieBiases());
        assertThat(otherSeed.movieFactors()).isNotEqualTo(one.movieFactors());
    }

    @Test
    void shouldGiveTheTrainedUserWhenTheUsersTrainingRatingsAreFoldedIn() throws Exception {
        // Given
        FactorModel model = new FactorModel(Als.train(matrix, seen, SETTINGS, 1, 2, IterationListener.SILENT));

        for (int user = 0; user < matrix.users().size(); user++) {
            int from = matrix.byUser().starts()[user];
            int count = matrix.byUser().count(user);
            long[] movies = new long[count];
            float[] ratings = new float[count];
            for (int i = 0; i < count; i++) {
                movies[i] = matrix.movies().idAt(matrix.byUser().others()[from + i]);
                ratings[i] = matrix.byUser().ratings()[from + i];
            }

            // When
            UserState folded = model.foldIn(movies, ratings);

            // Then
            UserState trained = model.user(matrix.users().idAt(user)).orElseThrow();
            assertThat(folded.bias()).isEqualTo(trained.bias());
            assertThat(folded.vector()).isEqualTo(trained.vector());
            assertThat(folded.ratings()).isEqualTo(trained.ratings());
        }
    }

    @Test
    void shouldRememberSupportAndWhatWasRated() throws Exception {
        // When
        FactorTables tables = Als.train(matrix, seen, SETTINGS, 1, 1, IterationListener.SILENT);

        // Then
        FactorModel model = new FactorModel(tables);
        long user = data.users[split.test()[0]];
        long[] all = IntStream.range(0, data.users.length)
                .filter(row -> data.users[row] == user)
                .mapToLong(row -> data.movies[row])
                .filter(model::knowsMovie)
                .sorted()
                .distinct()
                .toArray();
        assertThat(model.ratedMovies(user)).isEqualTo(all);
        assertThat(IntStream.of(tables.movieRatingCounts()).sum()).isEqualTo(split.train().length);
        int count = matrix.byMovie().count(3);
        double sum = 0;
        for (int i = matrix.byMovie().starts()[3]; i < matrix.byMovie().starts()[4]; i++) {
            sum += matrix.byMovie().ratings()[i];
        }
        assertThat(tables.movieMeans()[3]).isCloseTo((float) ((sum + 2 * matrix.mean()) / (count + 2)), within(1e-6f));
    }

    /** Ratings = 3 + biases + two-dimensional taste + noise. */
    private record Ratings(long[] users, long[] movies, float[] ratings, long[] times) {

        static Ratings withTaste(int users, int movies, int perUser, long seed) {
            Random random = new Random(seed);
            double[][] taste = new double[users][2];
            double[][] nature = new double[movies][2];
            double[] userBias = new double[users];
            double[] movieBias = new double[movies];
            for (int u = 0; u < users; u++) {
                taste[u] = new double[] {random.nextGaussian() * 0.7, random.nextGaussian() * 0.7};
                userBias[u] = random.nextGaussian() * 0.3;
            }
            for (int m = 0; m < movies; m++) {
                nature[m] = new double[] {random.nextGaussian() * 0.7, random.nextGaussian() * 0.7};
                movieBias[m] = random.nextGaussian() * 0.3;
            }
            Ratings data = new Ratings(
                    new long[users * perUser],
                    new long[users * perUser],
                    new float[users * perUser],
                    new long[users * perUser]);
            int row = 0;
            for (int u = 0; u < users; u++) {
                int[] order = random.ints(0, movies).distinct().limit(perUser).toArray();
                for (int m : order) {
                    data.users[row] = 1000 + u;
                    data.movies[row] = 50 + 3 * m;
                    data.ratings[row] = (float) Math.clamp(
                            3
                                    + userBias[u]
                                    + movieBias[m]
                                    + taste[u][0] * nature[m][0]
                                    + taste[u][1] * nature[m][1]
                                    + random.nextGaussian() * 0.3,
                            0.5,
                            5);
                    data.times[row] = row;
                    row++;
                }
            }
            return data;
        }
    }
}
