package io.marquee.workhorse.feature.online.redis;

/** How the servers belong together; the names are those of Feast's setting {@code redis_type}. */
public enum RedisType {
    /** One server. */
    REDIS,
    /** A cluster that shares keys out by their slots. */
    REDIS_CLUSTER
}
