package io.marquee.controltower.prediction;

import io.marquee.contract.event.Event;
import io.marquee.contract.problem.ProblemException;
import io.marquee.controltower.event.EventLog;
import io.marquee.controltower.feature.OnlineFeatures;
import io.marquee.controltower.feature.RecentRatings;
import io.marquee.controltower.registry.Champion;
import io.marquee.controltower.registry.Champions;
import io.marquee.controltower.registry.ServingModels;
import io.marquee.runtime.FeatureSet;
import io.marquee.runtime.MovieRatingModel;
import io.marquee.runtime.factor.FactorModel;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Predicts ratings and records every prediction as an event before it is answered. */
@ApplicationScoped
public class PredictionService {

    private static final int NAMED_MOVIES = 10;
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private final Supplier<ServingModels> models;
    private final OnlineFeatures features;
    private final RecentRatings recent;
    private final Consumer<Event> events;
    private final PredictionMetrics metrics;
    private final Clock clock;

    /** Belongs to the last snapshot seen; another one makes a new plan. */
    private volatile FeaturePlan lastPlan = FeaturePlan.of(ServingModels.NONE);

    @Inject
    PredictionService(
            Champions champions,
            OnlineFeatures features,
            RecentRatings recent,
            EventLog events,
            PredictionMetrics metrics,
            Clock clock) {
        this(champions::current, features, recent, events::observe, metrics, clock);
    }

    PredictionService(
            Supplier<ServingModels> models,
            OnlineFeatures features,
            RecentRatings recent,
            Consumer<Event> events,
            PredictionMetrics metrics,
            Clock clock) {
        this.models = models;
        this.features = features;
        this.recent = recent;
        this.events = events;
        this.metrics = metrics;
        this.clock = clock;
    }

    /**
     * How a user would rate movies.
     *
     * @param movieIds at least one; answered in their order
     * @throws ProblemException 404 when a movie is nowhere known, 503 while no model is loaded
     */
    public Predictions predict(long userId, List<Long> movieIds, String requestId) {
        long began = System.nanoTime();
        FeaturePlan plan = plan();
        Champion<?> personal = plan.models().requirePersonal();
        RequestFeatures rows = RequestFeatures.read(features, plan, userId, movieIds);
        FactorModel factors = plan.models().requirePersonal().model().factors();
        RatingEstimator estimator =
                new RatingEstimator(plan.models(), UserTaste.of(factors, userId, rows.history(), recent), rows);
        List<Prediction> predictions = new ArrayList<>(movieIds.size());
        List<Long> unknown = new ArrayList<>();
        for (int i = 0; i < movieIds.size(); i++) {
            Prediction prediction = estimator.estimate(i, movieIds.get(i));
            if (prediction == null) {
                unknown.add(movieIds.get(i));
            } else {
                predictions.add(prediction);
            }
        }
        if (!unknown.isEmpty()) {
            throw ProblemException.notFound("movie_id", named(unknown));
        }
        Predictions answer =
                new Predictions(userId, ServedBy.of(personal), Predictions.CHAMPION_ARM, predictions, rows.degraded());
        record(answer, plan, plan.personalFeatures(), rows, began, requestId);
        return answer;
    }

    /**
     * How a movie is rated by people in general, from what is known about the movie. Where that is not at hand, the factor
     * model's mean of the movie answers.
     *
     * @throws ProblemException 404 when the movie is nowhere known, 503 while it cannot be told
     */
    public Predictions rateMovie(long movieId, String requestId) {
        long began = System.nanoTime();
        FeaturePlan plan = plan();
        RequestFeatures rows = RequestFeatures.read(features, plan, null, List.of(movieId));
        Champion<MovieRatingModel> movieModel = plan.models().movie();
        boolean described = rows.knowsMovie(0);
        Predictions answer;
        FeatureSet logged;
        if (movieModel != null && described) {
            double rating = movieModel.model().predict(rows.movies().getFirst()::value);
            answer = alone(
                    movieModel,
                    new Prediction(movieId, rows.title(0), rating, PredictionMethod.MOVIE_RATING),
                    rows.degraded());
            logged = plan.movieFeatures();
        } else {
            answer = alone(plan.models().requirePersonal(), meanOf(movieId, plan, rows), rows.degraded());
            logged = plan.personalFeatures();
        }
        record(answer, plan, logged, rows, began, requestId);
        return answer;
    }

    private Prediction meanOf(long movieId, FeaturePlan plan, RequestFeatures rows) {
        FactorModel factors = plan.models().requirePersonal().model().factors();
        if (!factors.knowsMovie(movieId)) {
            if (rows.degraded()) {
                throw ProblemException.unavailable(
                        "whether there is a movie_id " + movieId + " cannot be told: the feature store is away",
                        RETRY_AFTER);
            }
            if (!rows.knowsMovie(0)) {
                throw ProblemException.notFound("movie_id", movieId);
            }
            throw ProblemException.unavailable(
                    "movie_id " + movieId + " is new, and no model for new movies is loaded", RETRY_AFTER);
        }
        UserTaste nobody = UserTaste.of(factors, null, null, recent);
        return new Prediction(
                movieId, rows.title(0), factors.predict(nobody.state(), movieId).rating(), PredictionMethod.MOVIE_ONLY);
    }

    private static Predictions alone(Champion<?> champion, Prediction prediction, boolean degraded) {
        return new Predictions(null, ServedBy.of(champion), Predictions.CHAMPION_ARM, List.of(prediction), degraded);
    }

    private FeaturePlan plan() {
        ServingModels now = models.get();
        FeaturePlan plan = lastPlan;
        if (plan.models() != now) {
            plan = FeaturePlan.of(now);
            lastPlan = plan;
        }
        return plan;
    }

    private void record(
            Predictions answer,
            FeaturePlan plan,
            FeatureSet logged,
            RequestFeatures rows,
            long began,
            String requestId) {
        long nanos = System.nanoTime() - began;
        events.accept(
                PredictionEvents.of(answer, logged, rows, plan.models(), nanos / 1e6, requestId, clock.instant()));
        metrics.record(answer, System.nanoTime() - began);
    }

    private static Object named(List<Long> movieIds) {
        List<String> names = movieIds.stream()
                .distinct()
                .limit(NAMED_MOVIES)
                .map(String::valueOf)
                .toList();
        return String.join(", ", names) + (movieIds.size() > NAMED_MOVIES ? ", …" : "");
    }
}
