package io.marquee.journey;

import com.fasterxml.jackson.databind.JsonNode;
import io.marquee.cli.client.CallFailedException;
import io.marquee.journey.client.SuiteClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Users who ask for predictions and rate movies at a steady rate until they are told to stop. What was acknowledged and what
 * failed is kept, so that it can be compared with what was stored.
 */
final class SteadyTraffic implements AutoCloseable {

    private static final int CLIENTS = 3;
    private static final long PAUSE_MILLIS = 20;

    private final SuiteClient suite;
    private final List<Long> users;
    private final List<Long> movies;
    private final Set<String> acknowledgedRatings = ConcurrentHashMap.newKeySet();
    private final Set<String> acknowledgedPredictions = ConcurrentHashMap.newKeySet();
    private final Set<Integer> versions = ConcurrentHashMap.newKeySet();
    private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
    private final AtomicInteger requests = new AtomicInteger();
    private final List<Thread> clients = new ArrayList<>();
    private volatile boolean open = true;

    SteadyTraffic(SuiteClient suite, List<Long> users, List<Long> movies) {
        this.suite = suite;
        this.users = users;
        this.movies = movies;
        for (int i = 0; i < CLIENTS; i++) {
            Random random = new Random(i);
            clients.add(Thread.ofPlatform().name("client-" + i).start(() -> use(random)));
        }
    }

    private void use(Random random) {
        while (open) {
            long user = users.get(random.nextInt(users.size()));
            long movie = movies.get(random.nextInt(movies.size()));
            try {
                requests.incrementAndGet();
                JsonNode answer = suite.predict(user, List.of(movie));
                versions.add(answer.path("model").path("version").asInt());
                acknowledgedPredictions.add(answer.path("request_id").asText());
                acknowledgedRatings.add(suite.rate(user, movie, 0.5 + random.nextInt(10) / 2.0));
            } catch (CallFailedException e) {
                failures.add(e.getMessage());
            }
            try {
                Thread.sleep(PAUSE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    int requests() {
        return requests.get();
    }

    List<String> failures() {
        return List.copyOf(failures);
    }

    Set<Integer> versions() {
        return new TreeSet<>(versions);
    }

    Set<String> acknowledgedRatings() {
        return Set.copyOf(acknowledgedRatings);
    }

    Set<String> acknowledgedPredictions() {
        return Set.copyOf(acknowledgedPredictions);
    }

    @Override
    public void close() throws InterruptedException {
        open = false;
        for (Thread client : clients) {
            client.join();
        }
    }
}
