package io.marquee.workhorse.feature.skew;

import io.marquee.contract.event.ModelPrediction;
import io.marquee.platform.event.EventIntake;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/**
 * Takes predictions from Kafka and keeps a part of them. A batch is acknowledged when its part is stored; while the database
 * is away the batch waits. Records that cannot be decoded or stored go to the dead-letter topic.
 */
@ApplicationScoped
public class SkewConsumer {

    private final EventIntake intake;
    private final SkewSamples samples;
    private final SkewSampler sampler;
    private final Duration retention;
    private final Clock clock;
    private final Counter kept;
    private final Counter passed;

    /** The event that was chosen last and is not stored yet: one that is tried again is not chosen again. */
    private String chosen = "";

    SkewConsumer(EventIntake intake, SkewSamples samples, SkewConfig config, Clock clock, MeterRegistry meters) {
        this.intake = intake;
        this.samples = samples;
        this.sampler = new SkewSampler(config.sampleRate(), config.predictionsPerMinute(), clock);
        this.retention = config.retention();
        this.clock = clock;
        this.kept = meters.counter("marquee_feature_skew_events_total", "outcome", "kept");
        this.passed = meters.counter("marquee_feature_skew_events_total", "outcome", "passed");
    }

    @Incoming("predictions")
    @Blocking
    void on(ConsumerRecords<String, byte[]> batch) throws InterruptedException {
        intake.takeIn(batch, ModelPrediction.class, this::take);
    }

    private void take(ModelPrediction event) {
        boolean recent = event.timestamp().isAfter(clock.instant().minus(retention));
        if (!event.eventId().equals(chosen) && !(recent && sampler.keeps(event))) {
            passed.increment();
            return;
        }
        chosen = event.eventId();
        samples.store(event);
        chosen = "";
        kept.increment();
    }
}
