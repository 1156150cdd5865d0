package io.marquee.controltower.feature;

import io.quarkus.redis.client.RedisOptionsCustomizer;
import io.vertx.redis.client.RedisClientType;
import io.vertx.redis.client.RedisOptions;
import jakarta.enterprise.context.ApplicationScoped;

/** Tells the framework's Redis client whether it has one server before it or a cluster. */
@ApplicationScoped
public class OnlineRedisCustomizer implements RedisOptionsCustomizer {

    private final FeatureConfig config;

    OnlineRedisCustomizer(FeatureConfig config) {
        this.config = config;
    }

    @Override
    public void customize(String clientName, RedisOptions options) {
        if (config.redisType() == RedisType.REDIS_CLUSTER) {
            options.setType(RedisClientType.CLUSTER);
        }
    }
}
