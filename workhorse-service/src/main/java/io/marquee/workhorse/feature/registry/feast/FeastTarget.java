package io.marquee.workhorse.feature.registry.feast;

import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Where Feast's tools find what the registry speaks of.
 *
 * @param project Feast's project name
 * @param rowsUri where a view of that name has its rows of all times, as Parquet
 * @param s3Endpoint of an object store that is not Amazon's, or null
 * @param kafkaServers where topics are
 * @param redisType {@code redis} or {@code redis_cluster}
 * @param redisConnection as Feast's {@code connection_string}, without a password
 */
public record FeastTarget(
        String project,
        UnaryOperator<String> rowsUri,
        @Nullable String s3Endpoint,
        String kafkaServers,
        String redisType,
        String redisConnection) {}
