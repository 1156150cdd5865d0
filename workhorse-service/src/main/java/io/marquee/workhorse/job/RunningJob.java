package io.marquee.workhorse.job;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A job that was started here, for whoever waits for its end. Safe for use by many threads. */
public final class RunningJob {

    private final String jobId;
    private final CountDownLatch end = new CountDownLatch(1);
    private @Nullable Thread thread;
    private boolean stopped;

    RunningJob(String jobId) {
        this.jobId = jobId;
    }

    public String jobId() {
        return jobId;
    }

    /** Waits for the end, and tells whether it has come. */
    public boolean awaitEnd(Duration patience) throws InterruptedException {
        return end.await(patience.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Makes it end soon, as failed, unless it has ended. */
    public synchronized void stop() {
        stopped = true;
        if (thread != null) {
            thread.interrupt();
        }
    }

    synchronized boolean isStopped() {
        return stopped;
    }

    synchronized void begin() throws InterruptedException {
        if (stopped) {
            throw new InterruptedException("stopped before it began");
        }
        thread = Thread.currentThread();
    }

    /** From now on nobody interrupts the thread on this job's account. */
    synchronized void leaveThread() {
        thread = null;
        Thread.interrupted();
    }

    void end() {
        end.countDown();
    }
}
