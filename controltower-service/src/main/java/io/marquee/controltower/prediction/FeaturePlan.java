package io.marquee.controltower.prediction;

import io.marquee.contract.feature.FeatureReference;
import io.marquee.controltower.feature.EntityFields;
import io.marquee.controltower.feature.RatingHistory;
import io.marquee.controltower.registry.Champion;
import io.marquee.controltower.registry.ServingModels;
import io.marquee.runtime.FeatureSet;
import io.marquee.runtime.LoadedModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is looked up for a request, following from the features that the served models name. Worked out once per snapshot.
 *
 * @param models the snapshot it belongs to
 * @param movie of each movie: the inputs of both models and the title
 * @param user of the user: the rating history and the features that are logged
 * @param personalFeatures what the personal model's events log
 * @param movieFeatures what the movie model's events log
 */
record FeaturePlan(
        ServingModels models,
        EntityFields movie,
        EntityFields user,
        FeatureSet personalFeatures,
        FeatureSet movieFeatures) {

    /** The view that says whether a movie exists. */
    static final String MOVIE_VIEW = "movie_metadata";

    private static final FeatureSet NO_FEATURES = new FeatureSet(List.of(), Map.of());
    private static final FeatureReference TITLE = new FeatureReference(MOVIE_VIEW, "title");

    static FeaturePlan of(ServingModels models) {
        FeatureSet personal = featuresOf(models.personal());
        FeatureSet movie = featuresOf(models.movie());
        List<FeatureReference> all = new ArrayList<>(personal.features());
        all.addAll(movie.features());
        all.add(TITLE);
        all.addAll(RatingHistory.FEATURES);
        return new FeaturePlan(models, EntityFields.ofMovies(all), EntityFields.ofUsers(all), personal, movie);
    }

    private static FeatureSet featuresOf(@Nullable Champion<? extends LoadedModel> champion) {
        return champion == null ? NO_FEATURES : champion.model().description().features();
    }
}
