package io.marquee.controltower.recommendation;

import io.marquee.controltower.prediction.ServedBy;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * {@code ml_recommendations_total} counts answered lists; alert when the share of {@code popularity} jumps, users are not
 * recognised then. {@code ml_recommendation_duration_seconds} is the time to make one.
 */
@ApplicationScoped
public class RecommendationMetrics {

    private static final Duration[] BUCKETS = {
        Duration.ofMillis(1), Duration.ofNanos(2_500_000), Duration.ofMillis(5), Duration.ofMillis(10),
        Duration.ofMillis(25), Duration.ofMillis(50), Duration.ofMillis(100), Duration.ofMillis(250),
        Duration.ofMillis(500), Duration.ofSeconds(1)
    };

    private record Key(ServedBy model, String arm, Algorithm algorithm) {}

    private record Meters(Counter count, Timer duration) {}

    private final MeterRegistry registry;
    private final Map<Key, Meters> meters = new ConcurrentHashMap<>();

    RecommendationMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    void record(Recommendations answer, long nanos) {
        Meters used = meters.computeIfAbsent(new Key(answer.model(), answer.arm(), answer.algorithm()), this::register);
        used.count().increment();
        used.duration().record(nanos, TimeUnit.NANOSECONDS);
    }

    private Meters register(Key key) {
        String[] tags = {
            "model", key.model().name(),
            "version", key.model().version(),
            "arm", key.arm(),
            "algorithm", key.algorithm().wireName()
        };
        return new Meters(
                Counter.builder("ml_recommendations_total")
                        .description("Recommendation lists answered")
                        .tags(tags)
                        .register(registry),
                Timer.builder("ml_recommendation_duration_seconds")
                        .description("Time to make a recommendation list")
                        .tags(tags)
                        .serviceLevelObjectives(BUCKETS)
                        .register(registry));
    }
}
