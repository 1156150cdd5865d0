package io.marquee.controltower.prediction;

import static io.marquee.controltower.feature.EntityFields.MOVIE;
import static io.marquee.controltower.feature.EntityFields.USER;
import static io.marquee.controltower.testing.InMemoryOnlineFeatures.ROW_TIME;
import static io.marquee.controltower.testing.TestModels.NEW_MOVIE;
import static io.marquee.controltower.testing.TestModels.NO_MOVIE;
import static io.marquee.controltower.testing.TestModels.OTHER_USER;
import static io.marquee.controltower.testing.TestModels.STRANGER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.marquee.contract.event.Event;
import io.marquee.contract.event.FeatureRows;
import io.marquee.contract.event.ModelPrediction;
import io.marquee.contract.problem.ProblemException;
import io.marquee.contract.problem.ProblemType;
import io.marquee.controltower.feature.RecentRatings;
import io.marquee.controltower.feature.TestRatings;
import io.marquee.controltower.registry.ServingModels;
import io.marquee.controltower.testing.InMemoryOnlineFeatures;
import io.marquee.controltower.testing.ServedModels;
import io.marquee.controltower.testing.TestModels;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PredictionServiceTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final long USER_ONE = TestModels.USER;

    private final InMemoryOnlineFeatures features = new InMemoryOnlineFeatures()
            .put(
                    MOVIE,
                    10,
                    Map.of(
                            "movie_metadata__title",
                            "Ten",
                            "movie_metadata__year",
                            1995L,
                            "movie_rating_stats__popularity",
                            1.5))
            .put(MOVIE, NEW_MOVIE, Map.of("movie_metadata__title", "New", "movie_metadata__year", 2025L));
    private final RecentRatings recent = TestRatings.none();
    private final List<Event> events = new ArrayList<>();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private ServingModels models = ServedModels.both(1);
    private final PredictionService service = new PredictionService(
            () -> models,
            features,
            recent,
            events::add,
            new PredictionMetrics(meters),
            Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void shouldPredictByTheFactorModelWhenUserAndMoviesAreKnown() {
        // When
        Predictions answer = service.predict(USER_ONE, List.of(30L, 10L), "r-1");

        // Then: mean 3 + bias 0.5 + movie bias + factor 0.25
        assertThat(answer)
                .isEqualTo(new Predictions(
                        USER_ONE,
                        new ServedBy("personal-rating", "1"),
                        "champion",
                        List.of(
                                new Prediction(30, null, 3.75, PredictionMethod.FACTOR_MODEL),
                                new Prediction(10, "Ten", 4.25, PredictionMethod.FACTOR_MODEL)),
                        false));
    }

    @Test
    void shouldFoldInTheNewestHistoryWhenTheStoreHasIt() {
        // Given
        history(USER_ONE, List.of(30L, 40L), List.of(5.0, 5.0));

        // When
        double rating = only(service.predict(USER_ONE, List.of(10L), "r-1")).rating();

        // Then: the ridge step over y = 2 and 2.25 with q = 0.25 and -0.25
        double matrixBias = 2 + 1;
        double matrixFactor = 2 * 0.0625 + 0.5 * 2 + 0.5;
        double bias = (2 + 2.25) / matrixBias;
        double factor = (0.25 * 2 - 0.25 * 2.25) / matrixFactor;
        assertThat(rating).isCloseTo(Math.min(5, 3 + 0.5 + bias + 0.25 * factor), within(1e-6));
    }

    @Test
    void shouldKnowAUserFromHistoryAloneWhenTheModelWasTrainedBefore() {
        // Given
        history(STRANGER, List.of(30L), List.of(5.0));

        // When
        Prediction prediction = only(service.predict(STRANGER, List.of(10L), "r-1"));

        // Then
        assertThat(prediction.method()).isEqualTo(PredictionMethod.FACTOR_MODEL);
        assertThat(prediction.rating()).isGreaterThan(3.5);
    }

    @Test
    void shouldUseTheTrainedUserWhenTheHistoryHoldsOnlyMoviesThatTheModelDoesNotKnow() {
        // Given
        history(USER_ONE, List.of(NEW_MOVIE), List.of(1.0));

        // When // Then
        assertThat(only(service.predict(USER_ONE, List.of(10L), "r-1")).rating())
                .isEqualTo(4.25);
    }

    @Test
    void shouldAnswerWithTheMoviesMeanWhenTheUserIsUnknown() {
        // When // Then
        assertThat(only(service.predict(STRANGER, List.of(10L), "r-1")))
                .isEqualTo(new Prediction(10, "Ten", 3.5, PredictionMethod.MOVIE_ONLY));
    }

    @Test
    void shouldRateANewMovieByItsFeaturesMovedByTheUsersBias() {
        // When
        Prediction generous = only(service.predict(USER_ONE, List.of(NEW_MOVIE), "r-1"));
        Prediction strict = only(service.predict(OTHER_USER, List.of(NEW_MOVIE), "r-2"));
        Prediction stranger = only(service.predict(STRANGER, List.of(NEW_MOVIE), "r-3"));

        // Then: 3.25 by the trees
        assertThat(generous)
                .isEqualTo(new Prediction(NEW_MOVIE, "New", 3.75, PredictionMethod.MOVIE_RATING_COLD_START));
        assertThat(strict.rating()).isEqualTo(2.75);
        assertThat(stranger.rating()).isEqualTo(3.25);
    }

    @Test
    void shouldAnswerWithTheUsersMeanForANewMovieWhenThereIsNoMovieModel() {
        // Given
        models = ServedModels.personalOnly(1);

        // When // Then
        assertThat(only(service.predict(USER_ONE, List.of(NEW_MOVIE), "r-1")))
                .isEqualTo(new Prediction(NEW_MOVIE, "New", 3.5, PredictionMethod.USER_ONLY));
    }

    @Test
    void shouldNameTheMoviesThatAreNowhereKnown() {
        // When // Then
        assertThatThrownBy(() -> service.predict(USER_ONE, List.of(10L, NO_MOVIE, 405L), "r-1"))
                .isInstanceOfSatisfying(ProblemException.class, problem -> {
                    assertThat(problem.type()).isEqualTo(ProblemType.NOT_FOUND);
                    assertThat(problem.field()).isEqualTo("movie_id");
                    assertThat(problem).hasMessage("there is no movie_id 404, 405");
                });
        assertThat(events).isEmpty();
    }

    @Test
    void shouldAnswerFromItsOwnTablesMarkedDegradedWhenTheStoreIsAway() {
        // Given
        history(USER_ONE, List.of(30L), List.of(0.5));
        features.goAway();

        // When
        Predictions answer = service.predict(USER_ONE, List.of(10L, NEW_MOVIE), "r-1");

        // Then
        assertThat(answer.degraded()).isTrue();
        assertThat(answer.predictions())
                .containsExactly(
                        new Prediction(10, null, 4.25, PredictionMethod.FACTOR_MODEL),
                        new Prediction(NEW_MOVIE, null, 3.5, PredictionMethod.USER_ONLY));
        ModelPrediction event = (ModelPrediction) events.getFirst();
        assertThat(event.inputFeatures()).containsOnlyKeys("movie_id");
        assertThat(event.featureRows()).isEmpty();
        assertThat(event.modelMetadata()).containsEntry("degraded", true);
    }

    @Test
    void shouldSayUnavailableWhenNoModelIsLoaded() {
        // Given
        models = ServingModels.NONE;

        // When // Then
        assertThatThrownBy(() -> service.predict(USER_ONE, List.of(10L), "r-1"))
                .isInstanceOfSatisfying(ProblemException.class, problem -> {
                    assertThat(problem.type()).isEqualTo(ProblemType.UNAVAILABLE);
                    assertThat(problem.retryAfter()).isPresent();
                });
    }

    @Test
    void shouldRecordWhatTheModelWasGivenAndSaidColumnByColumn() {
        // Given
        features.put(USER, USER_ONE, Map.of("user_behaviour__rating_mean", 4.0));

        // When
        service.predict(USER_ONE, List.of(10L, 20L, NEW_MOVIE), "r-7");

        // Then
        ModelPrediction event = (ModelPrediction) events.getFirst();
        assertThat(events).hasSize(1);
        assertThat(event.modelId()).isEqualTo("personal-rating");
        assertThat(event.modelVersion()).isEqualTo("1");
        assertThat(event.userId()).isEqualTo(USER_ONE);
        assertThat(event.requestId()).isEqualTo("r-7");
        assertThat(event.abTestGroup()).isEqualTo("champion");
        assertThat(event.timestamp()).isEqualTo(NOW);
        assertThat(event.source()).isEqualTo("controltower");
        assertThat(event.inferenceTimeMs()).isPositive();
        assertThat(event.predictions()).containsExactly(4.25, 3.5, 3.75);
        assertThat(event.inputFeatures())
                .isEqualTo(Map.of(
                        "movie_id", List.of(10L, 20L, NEW_MOVIE),
                        "movie_metadata__year", Arrays.asList(1995L, null, 2025L),
                        "movie_rating_stats__popularity", Arrays.asList(1.5, null, null),
                        "user_behaviour__rating_mean", List.of(4.0, 4.0, 4.0)));
        assertThat(event.featureRows())
                .isEqualTo(Map.of(
                        "movie_metadata",
                        new FeatureRows(1, Arrays.asList(ROW_TIME, null, ROW_TIME)),
                        "movie_rating_stats",
                        new FeatureRows(1, Arrays.asList(ROW_TIME, null, null)),
                        "user_behaviour",
                        new FeatureRows(1, List.of(ROW_TIME, ROW_TIME, ROW_TIME))));
        assertThat(event.modelMetadata())
                .isEqualTo(Map.of(
                        "methods",
                        List.of("factor_model", "factor_model", "movie_rating_cold_start"),
                        "degraded",
                        false,
                        "cold_start_model",
                        "movie-rating",
                        "cold_start_version",
                        "1"));
    }

    @Test
    void shouldCountEveryPredictedRatingByItsMethod() {
        // When
        service.predict(USER_ONE, List.of(10L, 20L, NEW_MOVIE), "r-1");

        // Then
        assertThat(meters.get("ml_predictions_total")
                        .tags("model", "personal-rating", "version", "1", "arm", "champion", "method", "factor_model")
                        .counter()
                        .count())
                .isEqualTo(2);
        assertThat(meters.get("ml_predictions_total")
                        .tags("method", "movie_rating_cold_start")
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(meters.get("ml_prediction_duration_seconds").timer().count()).isEqualTo(1);
    }

    @Test
    void shouldRateAMovieFromItsFeatures() {
        // When
        Predictions answer = service.rateMovie(10, "r-1");

        // Then
        assertThat(answer)
                .isEqualTo(new Predictions(
                        null,
                        new ServedBy("movie-rating", "1"),
                        "champion",
                        List.of(new Prediction(10, "Ten", 4.0, PredictionMethod.MOVIE_RATING)),
                        false));
        ModelPrediction event = (ModelPrediction) events.getFirst();
        assertThat(event.modelId()).isEqualTo("movie-rating");
        assertThat(event.userId()).isNull();
        assertThat(event.inputFeatures())
                .isEqualTo(Map.of("movie_id", List.of(10L), "movie_metadata__year", List.of(1995L)));
    }

    @Test
    void shouldRateAMovieByItsMeanWhenItsFeaturesAreNotAtHand() {
        // Given
        features.goAway();

        // When
        Predictions answer = service.rateMovie(10, "r-1");

        // Then
        assertThat(answer.model()).isEqualTo(new ServedBy("personal-rating", "1"));
        assertThat(answer.degraded()).isTrue();
        assertThat(only(answer)).isEqualTo(new Prediction(10, null, 3.5, PredictionMethod.MOVIE_ONLY));
    }

    @Test
    void shouldTellAMovieThatDoesNotExistFromOneThatCannotBeLookedUp() {
        // When // Then
        assertThatThrownBy(() -> service.rateMovie(NO_MOVIE, "r-1"))
                .isInstanceOfSatisfying(ProblemException.class, problem -> assertThat(problem.type())
                        .isEqualTo(ProblemType.NOT_FOUND))
                .hasMessage("there is no movie_id 404");
        features.goAway();
        assertThatThrownBy(() -> service.rateMovie(NO_MOVIE, "r-1"))
                .isInstanceOfSatisfying(ProblemException.class, problem -> assertThat(problem.type())
                        .isEqualTo(ProblemType.UNAVAILABLE));
    }

    private void history(long userId, List<Long> movieIds, List<Double> ratings) {
        features.put(USER, userId, Map.of("user_history__movie_ids", movieIds, "user_history__ratings", ratings));
    }

    private static Prediction only(Predictions answer) {
        assertThat(answer.predictions()).hasSize(1);
        return answer.predictions().getFirst();
    }
}
