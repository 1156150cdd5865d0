package io.marquee.controltower.event;

import static io.marquee.controltower.event.SpooledEvents.SMALL_SEGMENTS;
import static io.marquee.controltower.event.SpooledEvents.event;
import static io.marquee.controltower.event.SpooledEvents.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.marquee.controltower.event.SpoolLimits.Priority;
import io.marquee.platform.event.OutgoingEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventRelayTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    @TempDir
    Path folder;

    private final Broker broker = new Broker();

    @Test
    void shouldPublishInOrderAndEmptyTheSpool() throws IOException {
        // Given
        try (EventSpool spool = EventSpool.open(folder, SMALL_SEGMENTS);
                EventRelay relay = relay(spool)) {
            relay.start();

            // When
            for (int i = 0; i < 100; i++) {
                spool.append(event("event " + i), Priority.KEPT);
            }

            // Then
            await().until(() -> spool.pendingEvents() == 0);
            assertThat(broker.received).hasSize(100);
            assertThat(broker.received).isSortedAccordingTo((a, b) -> Integer.compare(number(a), number(b)));
            assertThat(relay.stall()).isNull();
        }
    }

    @Test
    void shouldKeepEventsAndSayWhyWhenTheBrokerIsDown() throws IOException {
        // Given
        broker.down = true;
        try (EventSpool spool = EventSpool.open(folder, SMALL_SEGMENTS);
                EventRelay relay = relay(spool)) {
            relay.start();

            // When
            spool.append(event("event 1"), Priority.KEPT);
            spool.append(event("event 2"), Priority.KEPT);

            // Then
            await().until(() -> relay.stall() != null);
            assertThat(relay.stall()).isEqualTo(new EventRelay.Stall(NOW, "the broker is down"));
            assertThat(spool.pendingEvents()).isEqualTo(2);

            // When it is back
            broker.down = false;

            // Then
            await().until(() -> spool.pendingEvents() == 0);
            assertThat(broker.received).containsExactly("event 1", "event 2");
            await().until(() -> relay.stall() == null);
        }
    }

    @Test
    void shouldSendAgainAfterARestartWhatWasNotAcknowledged() throws IOException {
        // Given
        broker.silent = true;
        try (EventSpool spool = EventSpool.open(folder, SMALL_SEGMENTS);
                EventRelay relay = relay(spool)) {
            relay.start();
            spool.append(event("event 1"), Priority.KEPT);
            await().until(() -> broker.received.size() == 1);
        }

        // When
        broker.silent = false;
        try (EventSpool spool = EventSpool.open(folder, SMALL_SEGMENTS);
                EventRelay relay = relay(spool)) {
            relay.start();

            // Then
            await().until(() -> spool.pendingEvents() == 0);
            assertThat(broker.received).containsExactly("event 1", "event 1");
        }
    }

    private EventRelay relay(EventSpool spool) {
        return new EventRelay(spool, broker::publish, 10, 10_000, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private static int number(String text) {
        return Integer.parseInt(text.substring("event ".length()));
    }

    /** A broker that can be down, or take events without ever acknowledging them. */
    private static final class Broker {

        private final List<String> received = new CopyOnWriteArrayList<>();
        private volatile boolean down;
        private volatile boolean silent;

        CompletionStage<Void> publish(OutgoingEvent event) {
            if (down) {
                return CompletableFuture.failedFuture(new IOException("the broker is down"));
            }
            received.add(text(event));
            return silent ? new CompletableFuture<>() : CompletableFuture.completedFuture(null);
        }
    }
}
