package io.marquee.controltower.event;

import io.marquee.contract.event.Event;
import io.marquee.contract.problem.ProblemException;
import io.marquee.contract.problem.ProblemType;
import io.marquee.controltower.event.EventSpool.Append;
import io.marquee.controltower.event.SpoolLimits.Priority;
import io.marquee.platform.event.OutgoingEvent;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * Where serving puts its events: on disk at once, on Kafka as soon as it takes them.
 *
 * <p>Metrics: {@code marquee_spool_pending_events} and {@code marquee_spool_pending_bytes} should hover near zero; alert
 * when they grow for minutes, Kafka is away then. {@code marquee_spool_stalled} is 1 meanwhile. Alert on any rise of
 * {@code marquee_spool_dropped_events_total}: drift and performance see less than was served.
 */
@ApplicationScoped
public class EventLog {

    private static final Logger LOG = Logger.getLogger(EventLog.class);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final EventSpool spool;
    private final EventRelay relay;
    private final MeterRegistry meters;

    EventLog(EventSpool spool, EventRelay relay, MeterRegistry meters) {
        this.spool = spool;
        this.relay = relay;
        this.meters = meters;
        Gauge.builder("marquee_spool_pending_events", spool, EventSpool::pendingEvents)
                .description("Events on disk that Kafka does not have yet")
                .register(meters);
        Gauge.builder("marquee_spool_pending_bytes", spool, EventSpool::pendingBytes)
                .description("Bytes of the events on disk that Kafka does not have yet")
                .register(meters);
        Gauge.builder("marquee_spool_stalled", relay, r -> r.stall() == null ? 0 : 1)
                .description("1 while Kafka does not take events")
                .register(meters);
    }

    void start(@Observes StartupEvent event) {
        relay.start();
    }

    void stop(@Observes ShutdownEvent event) {
        relay.close();
    }

    /**
     * Keeps an event that a client is told is accepted: once this returns, it survives the process and reaches Kafka.
     *
     * @throws ProblemException when it cannot be kept: no room (503 with a time to retry), too large, or a failing disk
     */
    public void keep(Event event) {
        try {
            switch (spool.append(OutgoingEvent.of(event), Priority.KEPT)) {
                case STORED -> LOG.tracef("kept %s", event.eventId());
                case FULL -> {
                    dropped(event, Append.FULL.name());
                    throw ProblemException.unavailable(
                            "events cannot be taken in: Kafka is away and the room for waiting events is used up",
                            RETRY_AFTER);
                }
                case TOO_LARGE ->
                    throw new ProblemException(
                            ProblemType.TOO_LARGE,
                            "the event is larger than " + spool.limits().maxEventBytes() + " bytes");
            }
        } catch (IOException e) {
            dropped(event, "DISK");
            LOG.errorf(e, "the event spool cannot write");
            throw ProblemException.unavailable("events cannot be stored at the moment", RETRY_AFTER);
        }
    }

    /** Records an observation. When it cannot be kept the request goes on all the same; the loss is counted. */
    public void observe(Event event) {
        try {
            Append append = spool.append(OutgoingEvent.of(event), Priority.DROPPABLE);
            if (append != Append.STORED) {
                dropped(event, append.name());
            }
        } catch (IOException e) {
            dropped(event, "DISK");
            LOG.errorf(e, "the event spool cannot write");
        }
    }

    private void dropped(Event event, String reason) {
        meters.counter(
                        "marquee_spool_dropped_events_total",
                        "topic",
                        event.topic().topicName(),
                        "reason",
                        reason.toLowerCase(java.util.Locale.ROOT))
                .increment();
    }
}
