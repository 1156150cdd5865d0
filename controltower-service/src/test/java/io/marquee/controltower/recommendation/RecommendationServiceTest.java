package io.marquee.controltower.recommendation;

import static io.marquee.controltower.feature.EntityFields.MOVIE;
import static io.marquee.controltower.feature.EntityFields.USER;
import static io.marquee.controltower.testing.TestModels.OTHER_USER;
import static io.marquee.controltower.testing.TestModels.STRANGER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marquee.contract.event.Event;
import io.marquee.contract.event.Recommendation;
import io.marquee.contract.event.UserInteraction;
import io.marquee.contract.problem.ProblemException;
import io.marquee.controltower.feature.RecentRatings;
import io.marquee.controltower.feature.TestRatings;
import io.marquee.controltower.prediction.ServedBy;
import io.marquee.controltower.recommendation.Recommendations.RecommendedMovie;
import io.marquee.controltower.registry.ServingModels;
import io.marquee.controltower.testing.InMemoryOnlineFeatures;
import io.marquee.controltower.testing.ServedModels;
import io.marquee.controltower.testing.TestModels;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RecommendationServiceTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final long USER_ONE = TestModels.USER;

    private final InMemoryOnlineFeatures features =
            new InMemoryOnlineFeatures().put(MOVIE, 30, Map.of("movie_metadata__title", "Thirty"));
    private final RecentRatings recent = TestRatings.none();
    private final List<Event> events = new ArrayList<>();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private ServingModels models = ServedModels.both(1);
    private final RecommendationService service = new RecommendationService(
            () -> models,
            features,
            recent,
            events::add,
            new RecommendationMetrics(meters),
            Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void shouldRankForTheUserWithoutWhatTheUserHadRatedAtTraining() {
        // When
        Recommendations answer = service.recommend(USER_ONE, 3, "r-1");

        // Then: 10 and 20 are rated; the rest scores 3.5 + bias + factor
        assertThat(answer)
                .isEqualTo(new Recommendations(
                        USER_ONE,
                        Algorithm.FACTOR_MODEL,
                        new ServedBy("personal-rating", "1"),
                        "champion",
                        List.of(
                                new RecommendedMovie(30, "Thirty", 3.75, 1),
                                new RecommendedMovie(50, null, 3.25, 2),
                                new RecommendedMovie(40, null, 3.0, 3)),
                        false));
    }

    @Test
    void shouldBePersonal() {
        // When
        List<Long> one = ids(service.recommend(USER_ONE, 10, "r-1"));
        List<Long> other = ids(service.recommend(OTHER_USER, 10, "r-2"));

        // Then
        assertThat(one).containsExactly(30L, 50L, 40L, 60L);
        assertThat(other).containsExactly(20L, 10L, 40L, 60L, 50L);
    }

    @Test
    void shouldLeaveOutWhatTheUserHasRatedSinceTraining() {
        // Given
        features.put(
                USER,
                USER_ONE,
                Map.of("user_history__movie_ids", List.of(10L, 30L), "user_history__ratings", List.of(4.0, 4.0)));

        // When // Then: 20 was rated at training, 30 since
        assertThat(ids(service.recommend(USER_ONE, 10, "r-1"))).containsExactlyInAnyOrder(40L, 50L, 60L);
    }

    @Test
    void shouldLeaveOutWhatTheUserHasRatedAMomentAgo() {
        // Given
        recent.note(UserInteraction.rating("e-1", NOW, "controltower", USER_ONE, 30, 5));

        // When
        Recommendations answer = service.recommend(USER_ONE, 10, "r-1");

        // Then: one rating does not replace the trained user
        assertThat(answer.movies()).extracting(RecommendedMovie::movieId).containsExactly(50L, 40L, 60L);
        assertThat(answer.movies().getFirst().score()).isEqualTo(3.25);
    }

    @Test
    void shouldKnowAStrangerByTheFirstRating() {
        // Given
        recent.note(UserInteraction.rating("e-1", NOW, "controltower", STRANGER, 40, 5));

        // When
        Recommendations answer = service.recommend(STRANGER, 10, "r-1");

        // Then
        assertThat(answer.algorithm()).isEqualTo(Algorithm.FACTOR_MODEL);
        assertThat(ids(answer)).containsExactlyInAnyOrder(10L, 20L, 30L, 50L, 60L);
    }

    @Test
    void shouldAnswerWhatMostPeopleLikeWhenTheUserIsUnknown() {
        // When
        Recommendations answer = service.recommend(STRANGER, 3, "r-1");

        // Then: mean times log of one plus ratings
        assertThat(answer.algorithm()).isEqualTo(Algorithm.POPULARITY);
        assertThat(ids(answer)).containsExactly(40L, 20L, 10L);
        assertThat(answer.degraded()).isFalse();
    }

    @Test
    void shouldAnswerWhatMostPeopleLikeWhenNobodyInParticularAsks() {
        // When
        Recommendations answer = service.recommend(null, 2, "r-1");

        // Then
        assertThat(answer.userId()).isNull();
        assertThat(answer.algorithm()).isEqualTo(Algorithm.POPULARITY);
        assertThat(ids(answer)).containsExactly(40L, 20L);
        assertThat(events).isEmpty();
    }

    @Test
    void shouldAnswerFromTrainingMarkedDegradedWhenTheStoreIsAway() {
        // Given
        features.goAway();

        // When
        Recommendations answer = service.recommend(USER_ONE, 2, "r-1");

        // Then
        assertThat(answer.degraded()).isTrue();
        assertThat(answer.movies())
                .containsExactly(new RecommendedMovie(30, null, 3.75, 1), new RecommendedMovie(50, null, 3.25, 2));
    }

    @Test
    void shouldRecordTheList() {
        // When
        service.recommend(USER_ONE, 2, "r-9");

        // Then
        Recommendation event = (Recommendation) events.getFirst();
        assertThat(events).hasSize(1);
        assertThat(event.userId()).isEqualTo(USER_ONE);
        assertThat(event.algorithm()).isEqualTo("factor_model");
        assertThat(event.recommendations()).containsExactly(30L, 50L);
        assertThat(event.requestContext())
                .isEqualTo(Map.of(
                        "k", 2, "model", "personal-rating", "version", "1", "request_id", "r-9", "degraded", false));
        assertThat(event.abTestVariant()).isEqualTo("champion");
        assertThat(event.timestamp()).isEqualTo(NOW);
        assertThat(meters.get("ml_recommendations_total")
                        .tags("algorithm", "factor_model", "version", "1")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void shouldSayUnavailableWhenNoModelIsLoaded() {
        // Given
        models = ServingModels.NONE;

        // When // Then
        assertThatThrownBy(() -> service.recommend(USER_ONE, 2, "r-1")).isInstanceOf(ProblemException.class);
    }

    private static List<Long> ids(Recommendations answer) {
        return answer.movies().stream().map(RecommendedMovie::movieId).toList();
    }
}
