package io.marquee.workhorse.feature.online;

import io.marquee.workhorse.feature.online.redis.RedisSettings;
import io.marquee.workhorse.feature.online.redis.RedisType;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.Optional;

/** Where online rows are kept and how they get there. */
@ConfigMapping(prefix = "marquee.online-store")
public interface OnlineStoreConfig {

    /** {@code redis} or {@code redis-cluster}, as Feast's {@code redis_type}. */
    @WithDefault("redis")
    RedisType type();

    /**
     * As Feast's {@code connection_string}: {@code host:port}, for a cluster several, then {@code db=}, {@code username=},
     * {@code password=}, {@code ssl=true}, {@code ssl_ca_certs=}, all separated by commas.
     */
    String connectionString();

    /** For passwords that a connection string cannot hold. */
    Optional<String> password();

    /** How long Redis may take to accept a connection, or to answer. */
    @WithDefault("5s")
    Duration timeout();

    /** How long a row that somebody waits for is tried again while Redis does not answer. */
    @WithDefault("10s")
    Duration patience();

    /** How long a materialisation waits for a Redis that does not answer, before it gives up. */
    @WithDefault("60s")
    Duration materializationPatience();

    /** Batches that are under way to Redis at the same time; each has a connection. */
    @WithDefault("3")
    @Min(1)
    @Max(64)
    int connections();

    /** Whether rows are brought online again by themselves when Redis was emptied or restarted. */
    @WithDefault("true")
    boolean rebuildWhenEmptied();

    /** Whether a row that is not there is looked for under the key of serialization version 2 as well. */
    @WithDefault("false")
    boolean readKeyVersion2();

    /** What all this says of the connection. */
    default RedisSettings settings() {
        return RedisSettings.parse(type(), connectionString(), password().orElse(null), timeout());
    }
}
