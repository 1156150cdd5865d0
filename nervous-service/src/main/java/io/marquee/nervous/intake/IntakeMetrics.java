package io.marquee.nervous.intake;

import io.marquee.contract.event.Event;
import io.marquee.contract.event.Topic;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What has come in.
 *
 * <ul>
 *   <li>{@code marquee_events_taken_total{topic}}: deliveries, duplicates included; never falls. Alert when that of
 *       movie-model-predictions stands still while controltower's ml_predictions_total rises.
 *   <li>{@code marquee_last_event_timestamp_seconds{topic}}: when the newest event of the topic happened, seconds since
 *       1970; absent until one came.
 * </ul>
 */
@ApplicationScoped
class IntakeMetrics {

    private final MeterRegistry meters;
    private final Map<Topic, AtomicReference<Instant>> newest = new EnumMap<>(Topic.class);

    IntakeMetrics(MeterRegistry meters) {
        this.meters = meters;
        for (Topic topic : Topic.values()) {
            newest.put(topic, new AtomicReference<>(Instant.EPOCH));
        }
    }

    void taken(Collection<? extends Event> events) {
        for (Event event : events) {
            Topic topic = event.topic();
            meters.counter("marquee_events_taken_total", "topic", topic.topicName())
                    .increment();
            Instant before =
                    newest.get(topic).getAndAccumulate(event.timestamp(), (old, now) -> now.isAfter(old) ? now : old);
            if (before.equals(Instant.EPOCH)) {
                register(topic);
            }
        }
    }

    private void register(Topic topic) {
        Gauge.builder("marquee_last_event_timestamp_seconds", newest.get(topic), reference -> reference
                        .get()
                        .getEpochSecond())
                .tag("topic", topic.topicName())
                .register(meters);
    }
}
