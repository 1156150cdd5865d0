package io.marquee.nervous.platform;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;

/**
 * Work that the schedule repeats, never twice at the same time. While the database is away it fails at each turn; the log says
 * so once when that begins and once when it ends. Any other failure is passed on.
 */
public final class RecurringWork {

    private static final Logger LOG = Logger.getLogger(RecurringWork.class);

    private final String purpose;
    private final ReentrantLock turn = new ReentrantLock();
    private boolean away;
    private volatile boolean stopped;

    /** @param purpose what the work does, for the log, for example {@code "watch drift"} */
    RecurringWork(String purpose) {
        this.purpose = purpose;
    }

    /** Does the work once, as well as can be done now. */
    public void run(Runnable work) {
        turn.lock();
        try {
            if (!stopped) {
                attempt(work);
            }
        } finally {
            turn.unlock();
        }
    }

    /** Waits for the turn under way, if any, and allows no further one. */
    void stop(Duration patience) throws InterruptedException {
        stopped = true;
        if (turn.tryLock(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            turn.unlock();
        } else {
            LOG.warnf("%s: not finished within %s, the service stops all the same", purpose, patience);
        }
    }

    private void attempt(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            if (!Outage.causes(e)) {
                throw e;
            }
            if (!away) {
                LOG.warnf("%s: waits for the database: %s", purpose, e.getMessage());
            }
            away = true;
            return;
        }
        if (away) {
            LOG.infof("%s: the database is back", purpose);
        }
        away = false;
    }
}
