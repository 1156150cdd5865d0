package io.marquee.controltower.event;

import io.marquee.platform.event.OutgoingEvent;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Empties the spool into the broker on one thread: takes a batch, publishes it in order, and moves the spool's position
 * only when the broker has acknowledged all of it. A failed batch is sent again as a whole, so that an event arrives at
 * least once and order is kept.
 */
public final class EventRelay implements AutoCloseable {

    /**
     * Why events wait.
     *
     * @param since when the first attempt failed
     * @param reason what the broker, or the disk, said last
     */
    public record Stall(Instant since, String reason) {}

    private static final Logger LOG = Logger.getLogger(EventRelay.class);
    private static final Duration NAP = Duration.ofMillis(500);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final EventSpool spool;
    private final Function<OutgoingEvent, CompletionStage<Void>> broker;
    private final int batchEvents;
    private final int batchBytes;
    private final Clock clock;
    private final Thread thread;
    private volatile boolean stopped;
    private volatile @Nullable Stall stall;

    /**
     * @param broker publishes one event; its stage completes when the broker has it on all replicas
     * @param batchEvents most events under way at once
     * @param batchBytes most bytes under way at once
     */
    public EventRelay(
            EventSpool spool,
            Function<OutgoingEvent, CompletionStage<Void>> broker,
            int batchEvents,
            int batchBytes,
            Clock clock) {
        this.spool = spool;
        this.broker = broker;
        this.batchEvents = batchEvents;
        this.batchBytes = batchBytes;
        this.clock = clock;
        this.thread = Thread.ofPlatform().name("event-relay").daemon().unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    /** The present stall, or null while events flow. */
    public @Nullable Stall stall() {
        return stall;
    }

    private void run() {
        Duration pause = FIRST_PAUSE;
        while (!stopped) {
            try {
                if (spool.awaitEvents(NAP)) {
                    relayBatch();
                    flowing();
                }
                pause = FIRST_PAUSE;
            } catch (InterruptedException e) {
                LOG.debug("interrupted; what was not acknowledged is sent at the next start");
                return;
            } catch (IOException | ExecutionException | RuntimeException e) {
                stalled(e);
                pause = rest(pause);
            }
        }
    }

    private void relayBatch() throws IOException, ExecutionException, InterruptedException {
        SpoolBatch batch = spool.peek(batchEvents, batchBytes);
        if (batch.isEmpty()) {
            throw new IOException(
                    "the spool counts " + spool.pendingEvents() + " waiting events, but none can be read at its head");
        }
        CompletableFuture<?>[] acknowledgements = batch.events().stream()
                .map(event -> broker.apply(event).toCompletableFuture())
                .toArray(CompletableFuture[]::new);
        if (await(CompletableFuture.allOf(acknowledgements))) {
            spool.release(batch);
        }
    }

    /**
     * Waits as long as the broker client itself keeps trying: giving up earlier would only send the same events twice.
     * False when the relay was stopped meanwhile.
     */
    private boolean await(CompletableFuture<Void> acknowledgements) throws ExecutionException, InterruptedException {
        while (!stopped) {
            try {
                acknowledgements.get(NAP.toMillis(), TimeUnit.MILLISECONDS);
                return true;
            } catch (TimeoutException e) {
                LOG.debugf("%d events wait for the broker's acknowledgement", spool.pendingEvents());
            }
        }
        return false;
    }

    private void flowing() {
        Stall ended = stall;
        if (ended != null) {
            LOG.infof("events reach the broker again; they had waited since %s", ended.since());
            stall = null;
        }
    }

    private void stalled(Exception failure) {
        Throwable cause =
                failure instanceof ExecutionException && failure.getCause() != null ? failure.getCause() : failure;
        Stall before = stall;
        stall = new Stall(before == null ? clock.instant() : before.since(), String.valueOf(cause.getMessage()));
        if (before == null) {
            LOG.warnf(cause, "%d events wait on disk: the broker does not take them", spool.pendingEvents());
        }
    }

    private Duration rest(Duration pause) {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            stopped = true;
        }
        Duration doubled = pause.multipliedBy(2);
        return doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
    }

    /** Stops after the batch under way, or abandons it after a second; it is then sent again at the next start. */
    @Override
    public void close() {
        stopped = true;
        try {
            thread.join(Duration.ofSeconds(2));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
