package io.marquee.controltower.orchestration.airflow;

import io.marquee.controltower.orchestration.airflow.AirflowException.Fault;
import io.marquee.controltower.orchestration.definition.DagCatalog;
import io.marquee.controltower.orchestration.execution.Launch;
import io.marquee.controltower.orchestration.execution.RunLauncher;
import io.marquee.controltower.orchestration.execution.RunRequest;
import io.marquee.controltower.orchestration.execution.RunView;
import io.marquee.controltower.orchestration.run.RunType;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A run asked for over HTTP, by Airflow's rules; the same for both API versions. */
@ApplicationScoped
class RunTrigger {

    private static final Pattern RUN_ID = Pattern.compile("[A-Za-z0-9_.~:+-]{1,250}");
    private static final int LONGEST_NOTE = 1000;

    private final DagLookup lookup;
    private final RunLauncher launcher;

    RunTrigger(DagLookup lookup, RunLauncher launcher) {
        this.lookup = lookup;
        this.launcher = launcher;
    }

    /** What both versions take from the body; call before the body's check. */
    static RunRequest read(JsonBody body) {
        Instant start = body.instant("data_interval_start");
        Instant end = body.instant("data_interval_end");
        if ((start == null) != (end == null)) {
            body.fault(
                    "value_error",
                    "data_interval_start",
                    "Value error, Either both data_interval_start and data_interval_end must be provided or both must be None",
                    null);
        }
        return new RunRequest(
                RunType.MANUAL,
                body.text("dag_run_id"),
                body.instant("logical_date"),
                start,
                end,
                body.instant("run_after"),
                body.object("conf"),
                body.text("note", LONGEST_NOTE));
    }

    /** Creates the run. */
    RunView trigger(String dagId, RunRequest request) {
        DagCatalog.Entry entry = lookup.dag(dagId);
        if (entry.broken()) {
            throw AirflowException.badRequest(
                    "DAG with dag_id: '" + dagId + "' has import errors and cannot be triggered");
        }
        checkRunId(request.runId());
        return switch (launcher.launch(entry.dag(), withInterval(request))) {
            case Launch.Launched launched -> launched.run();
            case Launch.DuplicateRunId duplicate ->
                throw AirflowException.conflict("DAGRun with DAG ID: '" + dagId + "' and DAGRun ID: '"
                        + duplicate.run().runId() + "' already exists");
            case Launch.DuplicateLogicalDate duplicate ->
                throw AirflowException.conflict("DAGRun with DAG ID: '" + dagId + "' and logical date: '"
                        + duplicate.logicalDate() + "' already exists as '"
                        + duplicate.run().runId() + "'");
        };
    }

    /** A run for a date covers just that instant, unless the caller says otherwise. */
    private static RunRequest withInterval(RunRequest request) {
        if (request.logicalDate() == null || request.dataIntervalStart() != null) {
            return request;
        }
        return new RunRequest(
                request.type(),
                request.runId(),
                request.logicalDate(),
                request.logicalDate(),
                request.logicalDate(),
                request.runAfter(),
                request.conf(),
                request.note());
    }

    private static void checkRunId(@Nullable String runId) {
        if (runId == null) {
            return;
        }
        if (!RUN_ID.matcher(runId).matches()) {
            throw AirflowException.invalid(new Fault(
                    "string_pattern_mismatch",
                    List.of("body", "dag_run_id"),
                    "String should match pattern '" + RUN_ID.pattern() + "'",
                    runId));
        }
        if (runId.startsWith(RunType.SCHEDULED.wireName() + "__")) {
            throw AirflowException.badRequest(
                    "A manual DAG run cannot use ID '" + runId + "' since it is reserved for scheduled runs");
        }
    }
}
