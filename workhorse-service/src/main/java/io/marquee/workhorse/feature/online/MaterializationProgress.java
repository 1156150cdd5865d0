package io.marquee.workhorse.feature.online;

import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;

/** Says now and then how far a materialisation is, and that it is alive. */
final class MaterializationProgress {

    private static final Duration SAID_EVERY = Duration.ofSeconds(1);
    private static final Duration ALIVE_EVERY = Duration.ofSeconds(10);

    private final String view;
    private final long total;
    private final Consumer<String> progress;
    private final Runnable alive;
    private final long began = System.nanoTime();
    private long said = began;
    private long renewed = began;

    /**
     * For one run.
     *
     * @param total rows there are to write
     * @param alive called often enough to keep the run's claim
     */
    MaterializationProgress(String view, long total, Consumer<String> progress, Runnable alive) {
        this.view = view;
        this.total = total;
        this.progress = progress;
        this.alive = alive;
        progress.accept(String.format(Locale.ROOT, "writing %s: %,d rows", view, total));
    }

    /** So many rows have been handed over so far. */
    void reached(long rows) {
        long now = System.nanoTime();
        if (now - renewed > ALIVE_EVERY.toNanos()) {
            renewed = now;
            alive.run();
        }
        if (now - said > SAID_EVERY.toNanos() && total > 0) {
            said = now;
            progress.accept(String.format(
                    Locale.ROOT,
                    "writing %s: %d %% of %,d rows, %,.0f rows/s",
                    view,
                    rows * 100 / total,
                    total,
                    rows / ((now - began) / 1e9)));
        }
    }
}
