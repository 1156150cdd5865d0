package io.marquee.controltower.registry;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Looks at the registry on one thread: at once when woken, soon again (with growing pauses) after a failure or while
 * nothing is served, and every so often in any case, in case a message was missed.
 */
final class ChampionWatch implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(ChampionWatch.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE_UNSERVED = Duration.ofSeconds(5);

    private final List<ServedModel<?>> models;
    private final Duration poll;
    private final Semaphore wakeUps = new Semaphore(0);
    private final Thread thread =
            Thread.ofPlatform().name("champion-watch").daemon().unstarted(this::run);
    private volatile boolean stopped;

    /** @param poll longest time between two looks */
    ChampionWatch(List<ServedModel<?>> models, Duration poll) {
        this.models = List.copyOf(models);
        this.poll = poll;
    }

    void start() {
        thread.start();
    }

    /** Asks for a look at the registry now; cheap, from any thread. */
    void wake() {
        wakeUps.release();
    }

    private void run() {
        Duration pause = FIRST_PAUSE;
        while (!stopped) {
            try {
                pause = look() ? poll : longer(pause);
                if (wakeUps.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                    wakeUps.drainPermits();
                    pause = FIRST_PAUSE;
                }
            } catch (InterruptedException e) {
                LOG.debug("interrupted: the service stops");
                return;
            } catch (RuntimeException e) {
                // The watch must outlive any surprise: without it no new version is ever served.
                LOG.error("looking at the registry failed unexpectedly; the present champions stay", e);
                pause = longer(pause);
            }
        }
    }

    /** True when all is as it should be. */
    private boolean look() throws InterruptedException {
        boolean settled = true;
        for (ServedModel<?> model : models) {
            settled &= model.refresh();
        }
        return settled;
    }

    private Duration longer(Duration pause) {
        boolean allServed = models.stream().allMatch(ServedModel::isServed);
        Duration longest = allServed || poll.compareTo(LONGEST_PAUSE_UNSERVED) < 0 ? poll : LONGEST_PAUSE_UNSERVED;
        Duration doubled = pause.multipliedBy(2);
        return doubled.compareTo(longest) < 0 ? doubled : longest;
    }

    @Override
    public void close() {
        stopped = true;
        thread.interrupt();
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
