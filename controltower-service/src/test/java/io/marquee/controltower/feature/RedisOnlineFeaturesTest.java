package io.marquee.controltower.feature;

import io.marquee.controltower.testing.OnlineRows;
import io.marquee.controltower.testing.ServingStack;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;

@QuarkusTest
@WithTestResource(ServingStack.class)
class RedisOnlineFeaturesTest extends OnlineFeaturesContract {

    @Inject
    OnlineFeatures store;

    @Inject
    RedisDataSource redis;

    @Override
    OnlineFeatures store() {
        return store;
    }

    @Override
    void movie(long movieId, String title, long year, List<String> genres) {
        new OnlineRows(redis).movie(movieId, title, year, genres);
    }

    @Override
    void history(long userId, List<Long> movieIds, List<Double> ratings) {
        new OnlineRows(redis).history(userId, movieIds, ratings);
    }
}
