package io.marquee.localstack.process;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Function;

/** Does the same to several things at the same time and comes back when all of it is done. */
public final class SideBySide {

    private SideBySide() {}

    /**
     * The results, in the order of the items.
     *
     * @throws RuntimeException the first failure, once all the work has ended, with the others attached to it
     */
    public static <T, R> List<R> map(Collection<T> items, Function<T, R> work) {
        List<Future<R>> futures;
        try (ExecutorService threads = Executors.newThreadPerTaskExecutor(
                Thread.ofPlatform().daemon().name("side-by-side-", 0).factory())) {
            futures = items.stream()
                    .map(item -> threads.submit(() -> work.apply(item)))
                    .toList();
        }
        List<Throwable> failures = futures.stream()
                .filter(future -> future.state() == Future.State.FAILED)
                .map(Future::exceptionNow)
                .toList();
        if (!failures.isEmpty()) {
            throw merged(failures);
        }
        return futures.stream().map(Future::resultNow).toList();
    }

    /** The same, for work without a result. */
    public static <T> void each(Collection<T> items, Consumer<T> work) {
        map(items, item -> {
            work.accept(item);
            return true;
        });
    }

    private static RuntimeException merged(List<Throwable> failures) {
        Throwable first = failures.getFirst();
        failures.stream().skip(1).forEach(first::addSuppressed);
        if (first instanceof Error error) {
            throw error;
        }
        return first instanceof RuntimeException runtime ? runtime : new IllegalStateException(first);
    }
}
