package io.marquee.journey.demo;

import io.marquee.journey.client.SuiteClient;
import io.marquee.journey.scenario.NewReleases;
import io.marquee.journey.scenario.Ratings;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/** Plays traffic against the serving gateway: a few clients at a time, each waiting for its answer. */
final class DriftReplay {

    private static final int CLIENTS = 4;

    private final SuiteClient suite;

    DriftReplay(SuiteClient suite) {
        this.suite = suite;
    }

    /**
     * Traffic as the champion knows it: a fair sample of each user's newest fifth of ratings, which is what the champion's
     * baseline was taken from. Whoever has rated much is seen more often.
     *
     * @return number of predicted rows
     */
    int steady(Ratings ratings, int rows, long seed, IntConsumer progress) throws InterruptedException {
        List<Long> users = new ArrayList<>();
        List<Long> movies = new ArrayList<>();
        for (long user : ratings.users()) {
            List<Long> rated = ratings.byUser().get(user);
            for (long movie : rated.subList(rated.size() - rated.size() / 5, rated.size())) {
                users.add(user);
                movies.add(movie);
            }
        }
        List<Integer> order =
                new ArrayList<>(IntStream.range(0, users.size()).boxed().toList());
        Collections.shuffle(order, new Random(seed));
        Map<Long, List<Long>> sample = new TreeMap<>();
        for (int row : order.subList(0, Math.min(rows, order.size()))) {
            sample.computeIfAbsent(users.get(row), user -> new ArrayList<>()).add(movies.get(row));
        }
        play(
                sample.entrySet().stream()
                        .<Runnable>map(entry -> () -> suite.predict(entry.getKey(), entry.getValue()))
                        .toList(),
                progress);
        return Math.min(rows, order.size());
    }

    /** The new audience looks at the new releases. */
    void lookAt(NewReleases scenario, IntConsumer progress) throws InterruptedException {
        play(
                scenario.visits().stream()
                        .<Runnable>map(visit -> () -> suite.predict(visit.user(), visit.movies()))
                        .toList(),
                progress);
    }

    /** The new audience rates what it saw. */
    void rate(NewReleases scenario, IntConsumer progress) throws InterruptedException {
        play(
                scenario.visits().stream()
                        .<Runnable>map(visit -> () -> {
                            for (int i = 0; i < visit.movies().size(); i++) {
                                suite.rate(
                                        visit.user(),
                                        visit.movies().get(i),
                                        visit.stars().get(i));
                            }
                        })
                        .toList(),
                progress);
    }

    private static void play(List<Runnable> requests, IntConsumer progress) throws InterruptedException {
        try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
            List<Future<?>> answers = new ArrayList<>();
            requests.forEach(request -> answers.add(clients.submit(request)));
            int done = 0;
            for (Future<?> answer : answers) {
                answer.get();
                progress.accept(++done);
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException("the traffic could not be played", e.getCause());
        }
    }
}
