package io.marquee.controltower.orchestration.execution;

import io.marquee.controltower.orchestration.run.DagRun;
import io.marquee.controltower.orchestration.run.RunKey;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Starts runs whose turn has come and moves those on that are under way. Each call is one transaction. */
@ApplicationScoped
public class RunAdvancer {

    private final DagRepository dags;
    private final DagRunRepository runs;
    private final RunProgress progress;
    private final RunEvents events;
    private final Clock clock;

    RunAdvancer(DagRepository dags, DagRunRepository runs, RunProgress progress, RunEvents events, Clock clock) {
        this.dags = dags;
        this.runs = runs;
        this.progress = progress;
        this.events = events;
        this.clock = clock;
    }

    /** Starts as many of the DAG's waiting runs as may be active; none while it is paused. */
    @Transactional
    public void startWaiting(String dagId) {
        DagEntity dag = dags.lock(dagId).orElse(null);
        if (dag == null || dag.paused) {
            return;
        }
        Instant now = now();
        List<DagRunEntity> waiting = runs.waiting(dagId, now, 100);
        if (waiting.isEmpty()) {
            return;
        }
        long active = runs.countRunning(dagId);
        for (DagRunEntity entity : waiting) {
            if (active >= entity.version.dag().maxActiveRuns()) {
                return;
            }
            DagRun started = entity.toRecord().start(now);
            entity.store(started);
            events.runEntered(started);
            progress.advance(entity, now, now);
            if (!started.state().isFinished()) {
                active++;
            }
        }
    }

    /** Takes the steps that are due in a run; leaves it to whoever is at it already. */
    @Transactional
    public void advance(RunKey key, Instant watchingSince) {
        runs.lockUnlessTaken(key).ifPresent(run -> progress.advance(run, watchingSince, now()));
    }

    /** Runs that are under way. */
    @Transactional
    public List<RunKey> running() {
        return runs.running();
    }

    /** DAGs with runs that wait for their turn. */
    @Transactional
    public List<String> dagsWithWaitingRuns() {
        return runs.dagsWithWaitingRuns(now());
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
