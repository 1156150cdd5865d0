package io.marquee.workhorse.feature.registry.feast;

/** Feast's {@code feature_store.yaml} for the same project: Feast finds our online rows and the registry beside it. */
public final class FeastStoreFile {

    private FeastStoreFile() {}

    /** The text. Passwords are not in it. */
    public static String of(FeastTarget target) {
        return """
                project: %s
                provider: local
                registry:
                  registry_type: file
                  path: registry.db
                online_store:
                  type: redis
                  redis_type: %s
                  connection_string: "%s"
                offline_store:
                  type: duckdb
                entity_key_serialization_version: 3
                """.formatted(target.project(), target.redisType(), target.redisConnection());
    }
}
