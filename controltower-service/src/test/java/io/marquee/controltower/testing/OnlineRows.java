package io.marquee.controltower.testing;

import io.marquee.contract.feature.EntityKey;
import io.marquee.contract.feature.HashField;
import io.marquee.contract.feature.ValueCodec;
import io.marquee.contract.feature.ValueType;
import io.quarkus.redis.datasource.RedisDataSource;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Writes online rows into Redis as the feature store does. */
public final class OnlineRows {

    private final RedisDataSource redis;

    public OnlineRows(RedisDataSource redis) {
        this.redis = redis;
    }

    /** A movie with title, year and popularity. */
    public OnlineRows movie(long movieId, String title, long year, double popularity) {
        write(
                EntityKey.of("movie_id", movieId),
                "movie_metadata",
                Map.of(
                        "title", ValueCodec.encode(ValueType.STRING, title),
                        "year", ValueCodec.encode(ValueType.INT64, year)));
        write(
                EntityKey.of("movie_id", movieId),
                "movie_rating_stats",
                Map.of("popularity", ValueCodec.encode(ValueType.DOUBLE, popularity)));
        return this;
    }

    /** A movie with title, year and genres. */
    public OnlineRows movie(long movieId, String title, long year, List<String> genres) {
        write(
                EntityKey.of("movie_id", movieId),
                "movie_metadata",
                Map.of(
                        "title", ValueCodec.encode(ValueType.STRING, title),
                        "year", ValueCodec.encode(ValueType.INT64, year),
                        "genres", ValueCodec.encode(ValueType.STRING_LIST, genres)));
        return this;
    }

    /** Everything a user has rated, newest last. */
    public OnlineRows history(long userId, List<Long> movieIds, List<Double> ratings) {
        write(
                EntityKey.of("user_id", userId),
                "user_history",
                Map.of(
                        "movie_ids", ValueCodec.encode(ValueType.INT64_LIST, movieIds),
                        "ratings", ValueCodec.encode(ValueType.DOUBLE_LIST, ratings)));
        return this;
    }

    /** A user's mean rating. */
    public OnlineRows user(long userId, double ratingMean) {
        write(
                EntityKey.of("user_id", userId),
                "user_behaviour",
                Map.of("rating_mean", ValueCodec.encode(ValueType.DOUBLE, ratingMean)));
        return this;
    }

    public OnlineRows clear() {
        redis.flushall();
        return this;
    }

    private void write(EntityKey key, String view, Map<String, byte[]> features) {
        Map<byte[], byte[]> hash = new HashMap<>();
        features.forEach((name, value) -> hash.put(HashField.ofFeature(view, name), value));
        hash.put(HashField.ofTimestamp(view), ValueCodec.encodeTimestamp(Instant.parse("2026-01-01T00:00:00Z")));
        redis.hash(byte[].class, byte[].class, byte[].class).hset(key.redisKey("marquee"), hash);
    }
}
