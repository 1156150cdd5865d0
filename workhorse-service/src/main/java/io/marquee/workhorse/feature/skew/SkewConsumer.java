package io.marquee.workhorse.feature.skew;

import io.marquee.contract.event.ModelPrediction;
import io.marquee.platform.event.EventReader;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;

/**
 * Takes predictions from Kafka and keeps a part of them. A batch is acknowledged when its part is stored; while the database
 * is away the batch is tried again. Records that cannot be decoded go to the dead-letter topic.
 */
@ApplicationScoped
public class SkewConsumer {

    private static final Logger LOG = Logger.getLogger(SkewConsumer.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final EventReader reader;
    private final SkewSamples samples;
    private final SkewSampler sampler;
    private final Duration retention;
    private final Clock clock;
    private final Counter kept;
    private final Counter passed;
    private volatile boolean stopping;

    SkewConsumer(EventReader reader, SkewSamples samples, SkewConfig config, Clock clock, MeterRegistry meters) {
        this.reader = reader;
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
        List<ModelPrediction> events = reader.read(batch, ModelPrediction.class);
        Instant oldest = clock.instant().minus(retention);
        List<ModelPrediction> chosen = new ArrayList<>();
        for (ModelPrediction event : events) {
            if (event.timestamp().isAfter(oldest) && sampler.keeps(event)) {
                chosen.add(event);
            }
        }
        store(chosen);
        kept.increment(chosen.size());
        passed.increment(events.size() - chosen.size());
    }

    private void store(List<ModelPrediction> chosen) throws InterruptedException {
        Duration pause = FIRST_PAUSE;
        while (true) {
            try {
                samples.store(chosen);
                return;
            } catch (RuntimeException e) {
                if (stopping) {
                    throw e;
                }
                LOG.warnf("%d predictions could not be kept, next try in %s: %s", chosen.size(), pause, e.getMessage());
                Thread.sleep(pause);
                pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
            }
        }
    }

    void stop(@Observes ShutdownEvent event) {
        stopping = true;
    }
}
