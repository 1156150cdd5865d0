package io.marquee.cli.data.simulate;

import io.marquee.cli.client.CallFailedException;
import io.marquee.cli.client.HttpJson;
import io.marquee.cli.command.CommandFailedException;
import io.marquee.cli.simulation.WatchLogSimulator.Watch;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/**
 * Sends a watch log to the gateway as events of the type {@code view} with a duration: a few users at a time, each user's
 * events one after the other. The log's rating is the public's, from 0 to 10, and an event has no place for it; stars from 0.5
 * to 5 belong to events of the type {@code rating}, which say what a user thinks.
 *
 * <p>An event's id is made of the log and the row, so that the same log sent twice counts once.
 */
final class WatchEvents {

    private static final String PATH = "/api/v1/events/user-interaction";
    private static final int CLIENTS = 4;
    private static final int ATTEMPTS = 30;
    private static final long PAUSE_MILLIS = 1_000;
    private static final long LOOK_MILLIS = 200;

    private final HttpJson gateway;
    private final String log;
    private final long seed;
    private final AtomicInteger sent = new AtomicInteger();

    /**
     * A sender.
     *
     * @param log a name for the log that only the same log has
     */
    WatchEvents(HttpJson gateway, String log, long seed) {
        this.gateway = gateway;
        this.log = log;
        this.seed = seed;
    }

    /**
     * Sends all events and returns when the last one is acknowledged.
     *
     * @param progress is told how many have been acknowledged
     */
    void send(List<Watch> watches, IntConsumer progress) throws InterruptedException {
        Map<Long, Map<Integer, Watch>> byUser = new TreeMap<>();
        for (int row = 0; row < watches.size(); row++) {
            byUser.computeIfAbsent(watches.get(row).userId(), user -> new TreeMap<>())
                    .put(row, watches.get(row));
        }
        try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
            List<Future<?>> users = byUser.values().stream()
                    .<Future<?>>map(rows -> clients.submit(() -> rows.forEach(this::sendOne)))
                    .toList();
            try {
                for (Future<?> user : users) {
                    while (!user.isDone()) {
                        progress.accept(sent.get());
                        Thread.sleep(LOOK_MILLIS);
                    }
                    user.get();
                }
            } catch (ExecutionException e) {
                clients.shutdownNow();
                throw new CommandFailedException(sent.get() + " of " + watches.size() + " events were sent, then: "
                        + reason(e.getCause()) + ". The same command again sends the rest; what was sent counts once.");
            }
        }
        progress.accept(sent.get());
    }

    private void sendOne(int row, Watch watch) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("event_id", "watch-" + log + "-" + row);
        body.put("user_id", watch.userId());
        body.put("movie_id", watch.movieId());
        body.put("interaction_type", "view");
        body.put("duration_seconds", watch.watchSeconds());
        body.put("metadata", Map.of("simulated", true, "seed", seed));
        for (int attempt = 1; ; attempt++) {
            try {
                gateway.post(PATH, body);
                sent.incrementAndGet();
                return;
            } catch (CallFailedException e) {
                // No room for more waiting events: what waits is being sent on.
                if (e.status() != 503 || attempt == ATTEMPTS) {
                    throw e;
                }
                pause(e);
            }
        }
    }

    private static void pause(CallFailedException reason) {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw reason;
        }
    }

    private static String reason(Throwable failure) {
        return failure instanceof CallFailedException call ? call.detail() : String.valueOf(failure);
    }
}
