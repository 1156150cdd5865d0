package io.marquee.workhorse.feature.feast;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What dashboards for Feast's feature server read, under Feast's names and with its buckets. */
@Singleton
class FeastMetrics {

    private static final Duration[] LATENCIES = {
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofMillis(2500),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10)
    };

    private final MeterRegistry meters;
    private final Counter onlineRequests;
    private final DistributionSummary entities;
    private final Map<Request, Counter> requests = new ConcurrentHashMap<>();
    private final Map<Shape, Timer> latencies = new ConcurrentHashMap<>();

    private record Request(String endpoint, boolean success) {}

    /** A request's place and size; sizes are those of plans that could be made, so there are not many. */
    record Shape(String endpoint, int features, int views) {

        static Shape of(String endpoint) {
            return new Shape(endpoint, -1, -1);
        }
    }

    FeastMetrics(MeterRegistry meters) {
        this.meters = meters;
        this.onlineRequests = Counter.builder("feast_online_features_request")
                .description("Total online feature retrieval requests")
                .register(meters);
        this.entities = DistributionSummary.builder("feast_online_features_entity_count")
                .description("Number of entity rows per online feature request")
                .serviceLevelObjectives(1, 5, 10, 25, 50, 100, 250, 500, 1000)
                .register(meters);
    }

    /** A request was answered. */
    void answered(Shape shape, boolean success, long nanos) {
        requests.computeIfAbsent(
                        new Request(shape.endpoint, success), key -> Counter.builder("feast_feature_server_request")
                                .description("Total number of requests to the Feast feature server")
                                .tags("endpoint", key.endpoint, "status", key.success ? "success" : "error")
                                .register(meters))
                .increment();
        latencies
                .computeIfAbsent(shape, key -> Timer.builder("feast_feature_server_request_latency")
                        .description("Latency of requests to the Feast feature server in seconds")
                        .tags("endpoint", key.endpoint)
                        .tags("feature_count", key.features < 0 ? "" : Integer.toString(key.features))
                        .tags("feature_view_count", key.views < 0 ? "" : Integer.toString(key.views))
                        .serviceLevelObjectives(LATENCIES)
                        .register(meters))
                .record(Duration.ofNanos(nanos));
    }

    /** Features of that many entities are asked for. */
    void asked(int entityCount) {
        onlineRequests.increment();
        entities.record(entityCount);
    }

    /** Rows were pushed. */
    void pushed(String source, String mode) {
        meters.counter("feast_push_request", "push_source", source, "mode", mode)
                .increment();
    }
}
