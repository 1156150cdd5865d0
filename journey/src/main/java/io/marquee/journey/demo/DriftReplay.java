package io.marquee.journey.demo;

import io.marquee.journey.client.SuiteClient;
import io.marquee.journey.scenario.NewReleases;
import io.marquee.journey.scenario.Ratings;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;

/** Plays traffic against the serving gateway: a few clients at a time, each waiting for its answer. */
final class DriftReplay {

    private static final int CLIENTS = 4;
    private static final int STEADY_MOVIES_PER_REQUEST = 10;

    private final SuiteClient suite;

    DriftReplay(SuiteClient suite) {
        this.suite = suite;
    }

    /**
     * Traffic as the champion knows it: users ask for movies that they rated last.
     *
     * @return number of predicted rows
     */
    int steady(Ratings ratings, int rows, long seed, IntConsumer progress) throws InterruptedException {
        List<Long> users = new ArrayList<>(ratings.users());
        Collections.shuffle(users, new Random(seed));
        List<Runnable> requests = new ArrayList<>();
        int planned = 0;
        for (long user : users) {
            List<Long> rated = ratings.byUser().get(user);
            int newest = Math.max(1, Math.min(STEADY_MOVIES_PER_REQUEST, rated.size() / 5));
            List<Long> movies = rated.subList(rated.size() - newest, rated.size());
            requests.add(() -> suite.predict(user, movies));
            planned += newest;
            if (planned >= rows) {
                break;
            }
        }
        play(requests, progress);
        return planned;
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
