package io.marquee.workhorse.task;

import io.marquee.contract.event.PipelineTask;
import io.marquee.contract.event.TaskNews.LogLine;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A try that is being carried out: what it has said since the last heartbeat, and why it is to stop, if it is. */
final class RunningTry {

    /** Why a try is to stop before it has done its work. */
    enum Stop {
        TIMEOUT,
        SUPERSEDED,
        SHUTDOWN
    }

    /** More lines between two heartbeats than this are left out, the oldest first. */
    private static final int MOST_LINES = 500;

    private final PipelineTask task;
    private final Clock clock;
    private final Instant startedAt;
    private final Deque<LogLine> unsent = new ArrayDeque<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private int leftOut;
    private @Nullable Thread thread;
    private @Nullable Stop stop;

    RunningTry(PipelineTask task, Clock clock) {
        this.task = task;
        this.clock = clock;
        this.startedAt = clock.instant();
    }

    PipelineTask task() {
        return task;
    }

    Duration soFar() {
        return Duration.between(startedAt, clock.instant());
    }

    boolean isOverdue() {
        Double limit = task.timeoutSeconds();
        return limit != null && soFar().compareTo(Duration.ofMillis(Math.round(limit * 1000))) > 0;
    }

    /** The calling thread carries the try out from now on; false when it is to stop already. */
    synchronized boolean begin() {
        thread = Thread.currentThread();
        return stop == null;
    }

    /** Interrupts the try, once; the first reason counts. */
    synchronized void stop(Stop reason) {
        if (stop == null) {
            stop = reason;
            if (thread != null) {
                thread.interrupt();
            }
        }
    }

    synchronized @Nullable Stop stopReason() {
        return stop;
    }

    /** The work is over; from now on nobody interrupts the thread. */
    synchronized void finishWork() {
        thread = null;
        // An interrupt that came too late must not hit what follows, the storing of the outcome.
        Thread.interrupted();
    }

    void end() {
        ended.countDown();
    }

    boolean awaitEnd(Duration patience) throws InterruptedException {
        return ended.await(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    synchronized void say(String level, String line) {
        if (unsent.size() == MOST_LINES) {
            unsent.removeFirst();
            leftOut++;
        }
        unsent.add(new LogLine(clock.instant(), level, line));
    }

    /** Takes what was said since the last time. */
    synchronized List<LogLine> takeLines() {
        List<LogLine> lines = new ArrayList<>();
        if (leftOut > 0) {
            lines.add(new LogLine(clock.instant(), "warning", leftOut + " lines left out"));
            leftOut = 0;
        }
        lines.addAll(unsent);
        unsent.clear();
        return lines;
    }

    /** Gives back lines that could not be sent. */
    synchronized void giveBack(List<LogLine> lines) {
        for (LogLine line : lines.reversed()) {
            if (unsent.size() < MOST_LINES) {
                unsent.addFirst(line);
            } else {
                leftOut++;
            }
        }
    }
}
