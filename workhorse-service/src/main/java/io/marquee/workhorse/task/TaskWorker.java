package io.marquee.workhorse.task;

import io.marquee.contract.event.PipelineEvent;
import io.marquee.contract.event.PipelineTask;
import io.marquee.contract.event.TaskNews;
import io.marquee.contract.event.TaskNews.LogLine;
import io.marquee.platform.event.EventPublisher;
import io.marquee.workhorse.task.TryLedger.Outcome;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Carries out tries on threads of its own, a few at a time, and tells the orchestrator how they go. Heartbeats may get lost;
 * what became of a try may not, and leaves through the outbox.
 */
@ApplicationScoped
class TaskWorker {

    static final String SOURCE = "workhorse";

    private static final Logger LOG = Logger.getLogger(TaskWorker.class);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    /** What came of an operator's work. */
    private record Result(Outcome outcome, @Nullable PipelineEvent news) {}

    private final OperatorCall operators;
    private final TryLedger ledger;
    private final EventPublisher publisher;
    private final TaskConfig config;
    private final Clock clock;
    private final WorkerIdentity identity;
    private final Semaphore places;
    private final Map<String, RunningTry> running = new ConcurrentHashMap<>();
    private volatile boolean stopping;
    private final ExecutorService threads = Executors.newCachedThreadPool(
            Thread.ofPlatform().name("task-", 1).daemon().factory());
    private final ScheduledExecutorService heart = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("task-heartbeat").daemon().factory());

    TaskWorker(OperatorCall operators, TryLedger ledger, EventPublisher publisher, TaskConfig config, Clock clock) {
        this.operators = operators;
        this.ledger = ledger;
        this.publisher = publisher;
        this.config = config;
        this.clock = clock;
        this.identity = WorkerIdentity.current(config.host());
        this.places = new Semaphore(config.concurrency());
        long beat = config.heartbeat().toMillis();
        heart.scheduleAtFixedRate(this::beat, beat, beat, TimeUnit.MILLISECONDS);
    }

    WorkerIdentity identity() {
        return identity;
    }

    /**
     * Takes the try on and returns when it is in the ledger; waits for a free place before. A try that was taken on before, by
     * any worker, is passed over.
     */
    void take(PipelineTask task) throws InterruptedException {
        stopEarlierTryOf(task);
        places.acquire();
        boolean taken = false;
        try {
            if (stopping) {
                throw new InterruptedException("the worker stops; the task stays on the broker");
            }
            taken = ledger.take(task, identity);
        } finally {
            if (!taken) {
                places.release();
            }
        }
        if (!taken) {
            LOG.debugf("try %d of %s was taken on before", task.tryNumber(), task.key());
            return;
        }
        RunningTry started = new RunningTry(task, clock);
        running.put(keyOf(task), started);
        tell(news(task).started(clock.instant()));
        threads.execute(() -> carryOut(started));
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        stopping = true;
        for (RunningTry left : running.values()) {
            left.stop(RunningTry.Stop.SHUTDOWN);
        }
        threads.shutdown();
        if (!threads.awaitTermination(5, TimeUnit.SECONDS)) {
            LOG.warn("tasks are still at work; the next start reports them as lost");
        }
        heart.shutdownNow();
    }

    /** The orchestrator has given the earlier try up: it must not work beside the new one. */
    private void stopEarlierTryOf(PipelineTask task) throws InterruptedException {
        RunningTry earlier = running.get(keyOf(task));
        if (earlier == null || earlier.task().tryNumber() >= task.tryNumber()) {
            return;
        }
        earlier.stop(RunningTry.Stop.SUPERSEDED);
        if (!earlier.awaitEnd(config.stopPatience())) {
            LOG.warnf(
                    "try %d of %s does not stop for its successor",
                    earlier.task().tryNumber(), task.key());
        }
    }

    private void carryOut(RunningTry started) {
        PipelineTask task = started.task();
        LOG.infof("try %d of %s: %s", task.tryNumber(), task.key(), task.operator());
        try {
            Result result = work(started);
            started.finishWork();
            sendLines(started);
            store(task, result);
            LOG.infof("try %d of %s: %s", task.tryNumber(), task.key(), result.outcome());
        } catch (InterruptedException e) {
            LOG.warnf("try %d of %s ended unstored; the next start reports it as lost", task.tryNumber(), task.key());
        } finally {
            running.remove(keyOf(task), started);
            started.end();
            places.release();
        }
    }

    private Result work(RunningTry started) {
        TaskNews news = news(started.task());
        try {
            if (!started.begin()) {
                throw new InterruptedException("stopped before it began");
            }
            Map<String, Object> output = operators.run(started);
            return new Result(Outcome.SUCCEEDED, news.completed(clock.instant(), started.soFar(), output));
        } catch (Throwable e) {
            // An operator may throw anything; each ends its try, and only its try.
            return resultOf(e, started, news);
        }
    }

    private Result resultOf(Throwable failure, RunningTry started, TaskNews news) {
        Instant now = clock.instant();
        RunningTry.Stop stop = started.stopReason();
        if (stop == RunningTry.Stop.SUPERSEDED) {
            return new Result(Outcome.SUPERSEDED, null);
        }
        if (stop == RunningTry.Stop.SHUTDOWN) {
            return new Result(Outcome.LOST, news.lost(now, "worker stopped"));
        }
        if (stop == RunningTry.Stop.TIMEOUT) {
            String reason = "timed out after " + started.task().timeoutSeconds() + " s";
            return new Result(Outcome.FAILED, news.failed(now, started.soFar(), reason));
        }
        LOG.warnf(
                failure,
                "try %d of %s failed",
                started.task().tryNumber(),
                started.task().key());
        return new Result(Outcome.FAILED, news.failed(now, started.soFar(), FailureText.of(failure)));
    }

    /** Does not give up: a finished task that the orchestrator never hears of would be done again. */
    private void store(PipelineTask task, Result result) throws InterruptedException {
        Duration pause = Duration.ofMillis(200);
        while (true) {
            try {
                ledger.end(task, result.outcome(), result.news());
                return;
            } catch (RuntimeException e) {
                LOG.warnf("the end of %s is not stored, trying again: %s", task.key(), e.getMessage());
                Thread.sleep(pause);
                pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
            }
        }
    }

    private void beat() {
        for (RunningTry at : running.values()) {
            if (at.isOverdue()) {
                at.stop(RunningTry.Stop.TIMEOUT);
            }
            List<LogLine> lines = at.takeLines();
            publisher
                    .publish(news(at.task()).running(clock.instant(), at.soFar(), lines))
                    .whenComplete((done, failure) -> {
                        if (failure != null) {
                            LOG.debugf(
                                    "a heartbeat of %s got lost: %s", at.task().key(), failure.getMessage());
                            at.giveBack(lines);
                        }
                    });
        }
    }

    /** What was said since the last heartbeat, before the end is told. */
    private void sendLines(RunningTry ended) {
        List<LogLine> lines = ended.takeLines();
        if (lines.isEmpty()) {
            return;
        }
        try {
            publisher.publishAndWait(news(ended.task()).running(clock.instant(), ended.soFar(), lines));
        } catch (CompletionException e) {
            LOG.warnf("the last lines of %s got lost: %s", ended.task().key(), e.getMessage());
        }
    }

    private void tell(PipelineEvent event) {
        publisher.publish(event).whenComplete((done, failure) -> {
            if (failure != null) {
                LOG.debugf("the start of %s got lost, heartbeats follow: %s", event.taskId(), failure.getMessage());
            }
        });
    }

    private TaskNews news(PipelineTask task) {
        return new TaskNews(task, SOURCE, identity.toString());
    }

    private static String keyOf(PipelineTask task) {
        return task.dagId() + "/" + task.key();
    }
}
