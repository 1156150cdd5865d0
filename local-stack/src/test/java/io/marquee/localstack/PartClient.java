package io.marquee.localstack;

/** Stores and reads a text under a key, in whatever way a part stores things. */
interface PartClient {

    void put(String key, String value);

    String get(String key);

    static PartClient of(Part part, Endpoint endpoint) {
        return switch (part) {
            case POSTGRES -> new PostgresPartClient(endpoint);
            case REDIS -> new RedisPartClient(endpoint);
            case KAFKA -> new KafkaPartClient(endpoint);
            case S3 -> new S3PartClient(endpoint);
        };
    }
}
