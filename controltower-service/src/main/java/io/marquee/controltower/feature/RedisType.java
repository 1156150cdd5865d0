package io.marquee.controltower.feature;

/** What kind of Redis holds online rows; the names are those of Feast's {@code redis_type}. */
public enum RedisType {
    /** One server, or one that stands for several. */
    REDIS,
    /** A cluster, whose servers each have a part of the keys. */
    REDIS_CLUSTER
}
