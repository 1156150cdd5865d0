package io.marquee.controltower.prediction;

import io.marquee.contract.feature.FeatureReference;
import io.marquee.controltower.feature.EntityFields;
import io.marquee.controltower.feature.EntityRead;
import io.marquee.controltower.feature.EntityRow;
import io.marquee.controltower.feature.FeaturesUnavailableException;
import io.marquee.controltower.feature.OnlineFeatures;
import io.marquee.controltower.feature.RatingHistory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The online features of one request.
 *
 * @param user the user's row
 * @param movies one row per movie, in the order of the request
 * @param degraded whether the store did not answer; all rows are unknown then
 */
record RequestFeatures(EntityRow user, List<EntityRow> movies, boolean degraded) {

    private static final Logger LOG = Logger.getLogger(RequestFeatures.class);

    /** Reads everything in one round trip; without the store the request goes on without features. */
    static RequestFeatures read(OnlineFeatures store, FeaturePlan plan, @Nullable Long userId, List<Long> movieIds) {
        List<EntityRead> reads = new ArrayList<>(movieIds.size() + 1);
        for (long movieId : movieIds) {
            reads.add(new EntityRead(plan.movie(), movieId));
        }
        if (userId != null) {
            reads.add(new EntityRead(plan.user(), userId));
        }
        try {
            List<EntityRow> rows = store.read(reads);
            return new RequestFeatures(
                    userId == null ? EntityRow.UNKNOWN : rows.getLast(), rows.subList(0, movieIds.size()), false);
        } catch (FeaturesUnavailableException e) {
            LOG.debugf("answering without online features: %s", e.getMessage());
            return new RequestFeatures(
                    EntityRow.UNKNOWN, Collections.nCopies(movieIds.size(), EntityRow.UNKNOWN), true);
        }
    }

    /** The user's ratings by now, null when not at hand. */
    @Nullable
    RatingHistory history() {
        return RatingHistory.of(user);
    }

    /** Whether the store knows the movie at that place of the request. */
    boolean knowsMovie(int index) {
        return movies.get(index).has(FeaturePlan.MOVIE_VIEW);
    }

    @Nullable
    String title(int index) {
        return movies.get(index).value("movie_metadata__title") instanceof String title ? title : null;
    }

    /** A feature's value for each movie of the request; a user's feature is the same for all. */
    List<@Nullable Object> column(FeatureReference feature) {
        String name = feature.fullName();
        if (EntityFields.joinKeyOf(feature.view()).equals(EntityFields.USER)) {
            return Collections.nCopies(movies.size(), user.value(name));
        }
        List<@Nullable Object> column = new ArrayList<>(movies.size());
        for (EntityRow movie : movies) {
            column.add(movie.value(name));
        }
        return column;
    }

    /** When the view's row for each movie of the request became true, null where there is none. */
    List<@Nullable Instant> times(String view) {
        if (EntityFields.joinKeyOf(view).equals(EntityFields.USER)) {
            return Collections.nCopies(movies.size(), user.time(view));
        }
        List<@Nullable Instant> times = new ArrayList<>(movies.size());
        for (EntityRow movie : movies) {
            times.add(movie.time(view));
        }
        return times;
    }
}
