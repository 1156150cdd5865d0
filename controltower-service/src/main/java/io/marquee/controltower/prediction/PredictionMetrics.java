package io.marquee.controltower.prediction;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * The two metrics that the requirements name.
 *
 * <p>{@code ml_predictions_total} counts predicted ratings, one for each movie of a request. Alert when its rate falls to
 * zero, or when the share of a method other than {@code factor_model} jumps.
 *
 * <p>{@code ml_prediction_duration_seconds} is the time from the parsed request to the answer, feature look-up included.
 * Alert on its 95th percentile.
 */
@ApplicationScoped
public class PredictionMetrics {

    private static final Duration[] BUCKETS = {
        Duration.ofNanos(250_000), Duration.ofNanos(500_000), Duration.ofMillis(1), Duration.ofNanos(2_500_000),
        Duration.ofMillis(5), Duration.ofMillis(10), Duration.ofMillis(25), Duration.ofMillis(50),
        Duration.ofMillis(100), Duration.ofMillis(250), Duration.ofMillis(500), Duration.ofSeconds(1)
    };

    private record CounterKey(ServedBy model, String arm, PredictionMethod method) {}

    private record TimerKey(ServedBy model, String arm) {}

    private final MeterRegistry meters;
    private final Map<CounterKey, Counter> counters = new ConcurrentHashMap<>();
    private final Map<TimerKey, Timer> timers = new ConcurrentHashMap<>();

    PredictionMetrics(MeterRegistry meters) {
        this.meters = meters;
    }

    void record(Predictions predictions, long nanos) {
        for (Prediction prediction : predictions.predictions()) {
            counters.computeIfAbsent(
                            new CounterKey(predictions.model(), predictions.arm(), prediction.method()), this::counter)
                    .increment();
        }
        timers.computeIfAbsent(new TimerKey(predictions.model(), predictions.arm()), this::timer)
                .record(nanos, TimeUnit.NANOSECONDS);
    }

    private Counter counter(CounterKey key) {
        return Counter.builder("ml_predictions_total")
                .description("Total predictions")
                .tag("model", key.model().name())
                .tag("version", key.model().version())
                .tag("arm", key.arm())
                .tag("method", key.method().wireName())
                .register(meters);
    }

    private Timer timer(TimerKey key) {
        return Timer.builder("ml_prediction_duration_seconds")
                .description("Prediction latency")
                .tag("model", key.model().name())
                .tag("version", key.model().version())
                .tag("arm", key.arm())
                .serviceLevelObjectives(BUCKETS)
                .register(meters);
    }
}
