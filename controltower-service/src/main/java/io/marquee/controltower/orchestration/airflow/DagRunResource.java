package io.marquee.controltower.orchestration.airflow;

import io.marquee.controltower.orchestration.execution.ClearRequest;
import io.marquee.controltower.orchestration.execution.RunQueries;
import io.marquee.controltower.orchestration.execution.RunRequest;
import io.marquee.controltower.orchestration.execution.TaskClearing;
import io.marquee.controltower.orchestration.execution.TaskView;
import io.marquee.controltower.orchestration.run.RunKey;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;

/** Runs, as in Airflow's API v2. The DAG id {@code ~} stands for all DAGs in lists. */
@Path("/api/v2/dags/{dag_id}/dagRuns")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Airflow v2")
public class DagRunResource {

    private static final String ALL_DAGS = "~";

    private final DagLookup lookup;
    private final RunTrigger trigger;
    private final RunQueries runs;
    private final TaskClearing clearing;

    DagRunResource(DagLookup lookup, RunTrigger trigger, RunQueries runs, TaskClearing clearing) {
        this.lookup = lookup;
        this.trigger = trigger;
        this.runs = runs;
        this.clearing = clearing;
    }

    @POST
    @Consumes(MediaType.WILDCARD)
    @Operation(summary = "Start a run")
    public DagRunResponse trigger(@RestPath("dag_id") String dagId, @Nullable String text) {
        JsonBody body = JsonBody.read(text);
        RunRequest request = RunTrigger.read(body);
        body.check();
        return DagRunResponse.from(trigger.trigger(dagId, request));
    }

    @GET
    @Operation(summary = "The runs of a DAG")
    public Pages.DagRuns list(@RestPath("dag_id") String dagId, @Context UriInfo uri) {
        boolean all = dagId.equals(ALL_DAGS);
        if (!all) {
            lookup.dag(dagId);
        }
        RunQueries.RunPage page = runs.list(RunListing.read(all ? null : dagId, Query.of(uri)));
        return new Pages.DagRuns(page.runs().stream().map(DagRunResponse::from).toList(), page.total());
    }

    @GET
    @Path("/{dag_run_id}")
    @Operation(summary = "One run")
    public DagRunResponse get(@RestPath("dag_id") String dagId, @RestPath("dag_run_id") String runId) {
        return DagRunResponse.from(lookup.run(new RunKey(dagId, runId)));
    }

    @POST
    @Path("/{dag_run_id}/clear")
    @Consumes(MediaType.WILDCARD)
    @Operation(summary = "Do a run again; by default only say which tasks would be")
    public Object clear(@RestPath("dag_id") String dagId, @RestPath("dag_run_id") String runId, @Nullable String text) {
        JsonBody body = JsonBody.read(text);
        boolean dryRun = body.flag("dry_run", true);
        boolean onlyFailed = body.flag("only_failed", false);
        body.check();
        RunKey key = new RunKey(dagId, runId);
        lookup.run(key);
        List<TaskView> cleared = clearing.clear(dagId, ClearRequest.wholeRun(runId, dryRun, onlyFailed))
                .orElse(List.of());
        return dryRun
                ? new Pages.TaskInstances(
                        cleared.stream().map(TaskInstanceResponse::from).toList(), cleared.size())
                : DagRunResponse.from(lookup.run(key));
    }
}
