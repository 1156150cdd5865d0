package io.marquee.workhorse.feature.stream;

import io.marquee.workhorse.feature.stream.StreamUpdater.Arrived;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * How the stream keeps up.
 *
 * <p>Alert when the 0.99 quantile of {@code marquee_stream_online_seconds} stays above a few seconds: features are stale by
 * that much. Alert when {@code marquee_stream_unreadable_total} rises: instances of different releases disagree.
 */
@ApplicationScoped
class StreamMetrics {

    /** How late an event came in says nothing about the stream. */
    private static final long LATE_MICROS = TimeUnit.MINUTES.toMicros(10);

    private final Clock clock;
    private final Timer online;
    private final Counter updates;
    private final Counter unreadable;

    StreamMetrics(MeterRegistry meters, Clock clock) {
        this.clock = clock;
        this.online = Timer.builder("marquee_stream_online")
                .description("From an interaction to its features in Redis; without those that came in very late")
                .publishPercentiles(0.5, 0.99)
                .register(meters);
        this.updates = meters.counter("marquee_stream_updates");
        this.unreadable = meters.counter("marquee_stream_unreadable");
    }

    /** The rows of these are in Redis. */
    void online(List<Arrived> batch) {
        long now = TimeUnit.MILLISECONDS.toMicros(clock.millis());
        for (Arrived arrived : batch) {
            if (arrived.update() instanceof FeatureUpdate.Happened happened) {
                long micros = now - happened.event().occurredAtMicros();
                if (micros < LATE_MICROS) {
                    online.record(Math.max(0, micros), TimeUnit.MICROSECONDS);
                }
            }
        }
        updates.increment(batch.size());
    }

    void unreadable() {
        unreadable.increment();
    }
}
