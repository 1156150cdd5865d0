package io.marquee.controltower.feature;

import io.marquee.controltower.testing.InMemoryOnlineFeatures;
import java.util.List;
import java.util.Map;

class InMemoryOnlineFeaturesTest extends OnlineFeaturesContract {

    private final InMemoryOnlineFeatures store = new InMemoryOnlineFeatures();

    @Override
    OnlineFeatures store() {
        return store;
    }

    @Override
    void movie(long movieId, String title, long year, List<String> genres) {
        store.put(
                EntityFields.MOVIE,
                movieId,
                Map.of("movie_metadata__title", title, "movie_metadata__year", year, "movie_metadata__genres", genres));
    }

    @Override
    void history(long userId, List<Long> movieIds, List<Double> ratings) {
        store.put(
                EntityFields.USER,
                userId,
                Map.of("user_history__movie_ids", movieIds, "user_history__ratings", ratings));
    }
}
