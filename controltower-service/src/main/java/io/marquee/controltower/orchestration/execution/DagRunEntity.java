package io.marquee.controltower.orchestration.execution;

import io.marquee.controltower.orchestration.run.DagRun;
import io.marquee.controltower.orchestration.run.RunKey;
import io.marquee.controltower.orchestration.run.RunState;
import io.marquee.controltower.orchestration.run.RunType;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.ColumnTransformer;
import org.jspecify.annotations.Nullable;

/** A run's row. */
@Entity
@Table(schema = "orchestration", name = "dag_run")
class DagRunEntity {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    Long id;

    @Column(name = "dag_id")
    String dagId;

    @Column(name = "run_id")
    String runId;

    @ManyToOne(fetch = FetchType.LAZY)
    @JoinColumn(name = "dag_version_id")
    DagVersionEntity version;

    @Column(name = "run_type")
    String type;

    String state;

    @Column(name = "logical_date")
    @Nullable
    Instant logicalDate;

    @Column(name = "data_interval_start")
    @Nullable
    Instant dataIntervalStart;

    @Column(name = "data_interval_end")
    @Nullable
    Instant dataIntervalEnd;

    @Column(name = "run_after")
    Instant runAfter;

    @Column(name = "queued_at")
    Instant queuedAt;

    @Column(name = "started_at")
    @Nullable
    Instant startedAt;

    @Column(name = "ended_at")
    @Nullable
    Instant endedAt;

    @Column(name = "last_decision_at")
    @Nullable
    Instant lastDecisionAt;

    @ColumnTransformer(write = "?::jsonb")
    String conf;

    @Nullable
    String note;

    DagRun toRecord() {
        return new DagRun(
                new RunKey(dagId, runId),
                RunType.ofWire(type),
                RunState.ofWire(state),
                logicalDate,
                dataIntervalStart,
                dataIntervalEnd,
                runAfter,
                queuedAt,
                startedAt,
                endedAt,
                lastDecisionAt,
                Json.object(conf),
                note);
    }

    /** Takes over everything that may change in a run's life. */
    void store(DagRun run) {
        state = run.state().wireName();
        queuedAt = run.queuedAt();
        startedAt = run.startedAt();
        endedAt = run.endedAt();
        lastDecisionAt = run.lastDecisionAt();
        note = run.note();
    }

    static DagRunEntity of(DagRun run, DagVersionEntity version) {
        DagRunEntity entity = new DagRunEntity();
        entity.dagId = run.key().dagId();
        entity.runId = run.key().runId();
        entity.version = version;
        entity.type = run.type().wireName();
        entity.logicalDate = run.logicalDate();
        entity.dataIntervalStart = run.dataIntervalStart();
        entity.dataIntervalEnd = run.dataIntervalEnd();
        entity.runAfter = run.runAfter();
        entity.conf = Json.write(run.conf());
        entity.store(run);
        return entity;
    }
}
