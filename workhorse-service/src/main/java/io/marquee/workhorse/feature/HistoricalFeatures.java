package io.marquee.workhorse.feature;

import io.marquee.contract.feature.FeatureReference;
import java.util.List;

/** Feature values for training: joined to labels as they were known at each label's time, or as they are now. */
public interface HistoricalFeatures {

    /**
     * Every rating of the catalogue with the features as known just before it was given. Rows are ordered by time, then
     * user, then movie.
     *
     * <p>Semantics are those of Feast's point-in-time join: per view the latest row with {@code row time <= label time} and,
     * where the view has a TTL, {@code row time >= label time - ttl}; a label without such a row keeps missing values.
     */
    TrainingFrame ratings(List<FeatureReference> features);

    /** The same rows as {@link #ratings} with each feature's newest value, which is what serving would be given now. */
    TrainingFrame ratingsWithCurrentFeatures(List<FeatureReference> features);
}
