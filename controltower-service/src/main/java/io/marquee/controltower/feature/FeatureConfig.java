package io.marquee.controltower.feature;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The look-up of online features. */
@ConfigMapping(prefix = "marquee.features")
public interface FeatureConfig {

    /** Feast project whose rows are read; it is part of every Redis key. */
    @WithDefault("marquee")
    String project();

    /** {@code redis} or {@code redis_cluster}, as in the feature store; its servers are in {@code quarkus.redis.hosts}. */
    @WithDefault("redis")
    RedisType redisType();

    /** Longest wait for a look-up; the answer is given without features then. */
    @WithDefault("200ms")
    Duration timeout();

    /** How long the store is left alone after it has failed repeatedly, before one request tries it again. */
    @WithDefault("1s")
    Duration recovery();
}
