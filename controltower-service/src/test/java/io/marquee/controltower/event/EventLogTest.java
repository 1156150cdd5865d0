package io.marquee.controltower.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marquee.contract.event.Event;
import io.marquee.contract.event.UserInteraction;
import io.marquee.contract.problem.ProblemException;
import io.marquee.contract.problem.ProblemType;
import io.marquee.controltower.event.SpoolLimits.Fsync;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventLogTest {

    private static final Event EVENT =
            UserInteraction.rating("0199-rating", Instant.parse("2026-03-01T12:00:00Z"), "controltower", 1, 10, 4.0);
    private static final int FRAME = SpoolFrame.encode(io.marquee.platform.event.OutgoingEvent.of(EVENT)).length;

    @TempDir
    Path folder;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private EventSpool spool;

    @AfterEach
    void close() throws IOException {
        spool.close();
    }

    @Test
    void shouldCountWhatWaits() throws IOException {
        // Given
        EventLog log = log(new SpoolLimits(10_000, 10_000, 0, 1_000, Fsync.ALWAYS));

        // When
        log.keep(EVENT);
        log.observe(EVENT);

        // Then
        assertThat(meters.get("marquee_spool_pending_events").gauge().value()).isEqualTo(2);
        assertThat(meters.get("marquee_spool_pending_bytes").gauge().value()).isEqualTo(2 * FRAME);
        assertThat(meters.get("marquee_spool_stalled").gauge().value()).isZero();
    }

    @Test
    void shouldTurnAnInteractionAwayWithATimeToRetryWhenThereIsNoRoom() throws IOException {
        // Given
        EventLog log = log(new SpoolLimits(10_000, FRAME, 0, FRAME, Fsync.NEVER));
        log.keep(EVENT);

        // When // Then
        assertThatThrownBy(() -> log.keep(EVENT)).isInstanceOfSatisfying(ProblemException.class, problem -> {
            assertThat(problem.type()).isEqualTo(ProblemType.UNAVAILABLE);
            assertThat(problem.retryAfter()).contains(Duration.ofSeconds(5));
        });
        assertThat(spool.pendingEvents()).isEqualTo(1);
    }

    @Test
    void shouldDropAndCountAnObservationWhenOnlyTheReserveIsLeft() throws IOException {
        // Given
        EventLog log = log(new SpoolLimits(10_000, 2L * FRAME, FRAME, FRAME, Fsync.NEVER));

        // When
        log.observe(EVENT);
        log.observe(EVENT);
        log.observe(EVENT);
        log.keep(EVENT);

        // Then
        assertThat(spool.pendingEvents()).isEqualTo(2);
        assertThat(meters.get("marquee_spool_dropped_events_total")
                        .tags("topic", "movie-user-interactions", "reason", "full")
                        .counter()
                        .count())
                .isEqualTo(2);
    }

    @Test
    void shouldRefuseAnEventThatTheBrokerWouldRefuse() throws IOException {
        // Given
        EventLog log = log(new SpoolLimits(10_000, 10_000, 0, FRAME - 1, Fsync.NEVER));

        // When // Then
        assertThatThrownBy(() -> log.keep(EVENT))
                .isInstanceOfSatisfying(ProblemException.class, problem -> assertThat(problem.type())
                        .isEqualTo(ProblemType.TOO_LARGE));
        log.observe(EVENT);
        assertThat(meters.get("marquee_spool_dropped_events_total")
                        .tags("reason", "too_large")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void shouldTurnAnInteractionAwayWhenTheDiskRefuses() throws IOException {
        // Given
        EventLog log = log(new SpoolLimits(10_000, 10_000, 0, 1_000, Fsync.NEVER));
        spool.close();

        // When // Then
        assertThatThrownBy(() -> log.keep(EVENT))
                .isInstanceOfSatisfying(ProblemException.class, problem -> assertThat(problem.type())
                        .isEqualTo(ProblemType.UNAVAILABLE));
        assertThat(meters.get("marquee_spool_dropped_events_total")
                        .tags("reason", "disk")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    private EventLog log(SpoolLimits limits) throws IOException {
        spool = EventSpool.open(folder, limits);
        EventRelay relay = new EventRelay(spool, event -> new CompletableFuture<>(), 10, 10_000, Clock.systemUTC());
        return new EventLog(spool, relay, meters);
    }
}
