package io.marquee.controltower.orchestration.airflow;

import io.marquee.controltower.orchestration.execution.ClearRequest;
import io.marquee.controltower.orchestration.execution.TaskClearing;
import io.marquee.controltower.orchestration.execution.TaskView;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;

/** Doing tasks again, as in Airflow's API v2. Unless the body says {@code "dry_run": false}, nothing is changed. */
@Path("/api/v2/dags/{dag_id}/clearTaskInstances")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
@RunOnVirtualThread
@Tag(name = "Airflow v2")
public class ClearResource {

    private final DagLookup lookup;
    private final TaskClearing clearing;

    ClearResource(DagLookup lookup, TaskClearing clearing) {
        this.lookup = lookup;
        this.clearing = clearing;
    }

    @POST
    @Operation(summary = "Do tasks again; by default only say which failed ones would be")
    public Pages.TaskInstances clear(@RestPath("dag_id") String dagId, @Nullable String text) {
        JsonBody body = JsonBody.read(text);
        ClearRequest request = request(body);
        body.check();
        lookup.dag(dagId);
        List<TaskView> cleared = clearing.clear(dagId, request)
                .orElseThrow(() ->
                        AirflowException.notFound("Dag Run id " + request.runId() + " not found in dag " + dagId));
        return new Pages.TaskInstances(
                cleared.stream().map(TaskInstanceResponse::from).toList(), cleared.size());
    }

    private static ClearRequest request(JsonBody body) {
        String runId = body.text("dag_run_id");
        Instant from = body.instant("start_date");
        Instant to = body.instant("end_date");
        boolean onlyFailed = body.flag("only_failed", true);
        boolean onlyRunning = body.flag("only_running", false);
        if (onlyFailed && onlyRunning) {
            body.fault("value_error", "only_failed", "only_failed and only_running both are set to True", null);
        }
        if (from != null && to != null && from.isAfter(to)) {
            body.fault("value_error", "end_date", "end_date is sooner than start_date", null);
        }
        if (runId != null && (from != null || to != null)) {
            body.fault(
                    "value_error",
                    "dag_run_id",
                    "Exactly one of dag_run_id or (start_date and end_date) must be provided",
                    null);
        }
        return new ClearRequest(
                body.flag("dry_run", true),
                runId,
                from,
                to,
                body.taskIds("task_ids"),
                onlyFailed,
                onlyRunning,
                body.flag("reset_dag_runs", true),
                body.flag("include_upstream", false),
                body.flag("include_downstream", false),
                body.flag("include_future", false),
                body.flag("include_past", false));
    }
}
