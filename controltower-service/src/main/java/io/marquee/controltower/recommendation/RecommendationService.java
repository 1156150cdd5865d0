package io.marquee.controltower.recommendation;

import io.marquee.contract.event.Event;
import io.marquee.contract.event.Recommendation;
import io.marquee.contract.feature.FeatureReference;
import io.marquee.contract.id.EventId;
import io.marquee.contract.problem.ProblemException;
import io.marquee.controltower.event.EventLog;
import io.marquee.controltower.feature.EntityFields;
import io.marquee.controltower.feature.EntityRead;
import io.marquee.controltower.feature.EntityRow;
import io.marquee.controltower.feature.FeaturesUnavailableException;
import io.marquee.controltower.feature.OnlineFeatures;
import io.marquee.controltower.feature.RatingHistory;
import io.marquee.controltower.feature.RecentRatings;
import io.marquee.controltower.prediction.Predictions;
import io.marquee.controltower.prediction.ServedBy;
import io.marquee.controltower.prediction.UserTaste;
import io.marquee.controltower.recommendation.Recommendations.RecommendedMovie;
import io.marquee.controltower.registry.Champion;
import io.marquee.controltower.registry.Champions;
import io.marquee.controltower.registry.ServingModels;
import io.marquee.runtime.PersonalRatingModel;
import io.marquee.runtime.factor.FactorModel;
import io.marquee.runtime.factor.ScoredMovie;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Recommends movies and records every list as an event before it is answered. */
@ApplicationScoped
public class RecommendationService {

    private static final Logger LOG = Logger.getLogger(RecommendationService.class);
    private static final FeatureReference TITLE = new FeatureReference("movie_metadata", "title");
    private static final EntityFields HISTORY = EntityFields.ofUsers(RatingHistory.FEATURES);
    private static final EntityFields TITLES = EntityFields.ofMovies(List.of(TITLE));

    private final Supplier<ServingModels> models;
    private final OnlineFeatures features;
    private final RecentRatings recent;
    private final Consumer<Event> events;
    private final RecommendationMetrics metrics;
    private final Clock clock;

    @Inject
    RecommendationService(
            Champions champions,
            OnlineFeatures features,
            RecentRatings recent,
            EventLog events,
            RecommendationMetrics metrics,
            Clock clock) {
        this(champions::current, features, recent, events::observe, metrics, clock);
    }

    RecommendationService(
            Supplier<ServingModels> models,
            OnlineFeatures features,
            RecentRatings recent,
            Consumer<Event> events,
            RecommendationMetrics metrics,
            Clock clock) {
        this.models = models;
        this.features = features;
        this.recent = recent;
        this.events = events;
        this.metrics = metrics;
        this.clock = clock;
    }

    /**
     * The best movies for a user that the user has not rated.
     *
     * @param userId null for nobody in particular: what most people like
     * @param k at most so many, from 1
     * @throws ProblemException 503 while no model is loaded
     */
    public Recommendations recommend(@Nullable Long userId, int k, String requestId) {
        long began = System.nanoTime();
        Champion<PersonalRatingModel> champion = models.get().requirePersonal();
        FactorModel factors = champion.model().factors();
        List<EntityRow> user = userId == null ? List.of() : read(HISTORY, List.of(userId));
        RatingHistory history = user.isEmpty() ? null : RatingHistory.of(user.getFirst());
        UserTaste taste = UserTaste.of(factors, userId, history, recent);
        List<ScoredMovie> ranking = taste.isPersonal()
                ? factors.topMovies(taste.state(), k, taste::hasRated)
                : factors.popularMovies(k, taste::hasRated);
        List<EntityRow> titles =
                read(TITLES, ranking.stream().map(ScoredMovie::movieId).toList());
        boolean degraded = userId != null && user.isEmpty() || !ranking.isEmpty() && titles.isEmpty();
        Recommendations answer = new Recommendations(
                userId,
                taste.isPersonal() ? Algorithm.FACTOR_MODEL : Algorithm.POPULARITY,
                ServedBy.of(champion),
                Predictions.CHAMPION_ARM,
                titled(ranking, titles),
                degraded);
        record(answer, k, began, requestId);
        return answer;
    }

    /** The rows of these entities; empty when the store is away. */
    private List<EntityRow> read(EntityFields fields, List<Long> ids) {
        try {
            return features.read(
                    ids.stream().map(id -> new EntityRead(fields, id)).toList());
        } catch (FeaturesUnavailableException e) {
            LOG.debugf("recommending without online features: %s", e.getMessage());
            return List.of();
        }
    }

    private static List<RecommendedMovie> titled(List<ScoredMovie> ranking, List<EntityRow> titles) {
        List<RecommendedMovie> movies = new ArrayList<>(ranking.size());
        for (int i = 0; i < ranking.size(); i++) {
            Object title = titles.isEmpty() ? null : titles.get(i).value(TITLE.fullName());
            movies.add(new RecommendedMovie(
                    ranking.get(i).movieId(),
                    title instanceof String text ? text : null,
                    ranking.get(i).score(),
                    i + 1));
        }
        return movies;
    }

    /** A list for nobody in particular is no recommendation to a user, and the event has to name one. */
    private void record(Recommendations answer, int k, long began, String requestId) {
        double millis = (System.nanoTime() - began) / 1e6;
        Long userId = answer.userId();
        if (userId != null) {
            Instant now = clock.instant();
            Map<String, Object> context = new LinkedHashMap<>();
            context.put("k", k);
            context.put("model", answer.model().name());
            context.put("version", answer.model().version());
            context.put("request_id", requestId);
            context.put("degraded", answer.degraded());
            events.accept(new Recommendation(
                    EventId.next(now),
                    now,
                    "controltower",
                    userId,
                    answer.algorithm().wireName(),
                    answer.movies().stream().map(RecommendedMovie::movieId).toList(),
                    context,
                    millis,
                    false,
                    null,
                    null,
                    null,
                    answer.arm()));
        }
        metrics.record(answer, System.nanoTime() - began);
    }
}
