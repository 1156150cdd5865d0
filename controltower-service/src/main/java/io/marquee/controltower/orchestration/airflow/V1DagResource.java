package io.marquee.controltower.orchestration.airflow;

import io.marquee.controltower.orchestration.definition.DagCatalog;
import io.marquee.controltower.orchestration.execution.PauseSwitch;
import io.marquee.controltower.orchestration.execution.RunQueries;
import io.marquee.controltower.orchestration.execution.RunRequest;
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
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;

/** The part of Airflow 2's API that clients still call; the same runs as under v2, in their old shapes. */
@Path("/api/v1/dags")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Airflow v1")
public class V1DagResource {

    private static final String ALL_DAGS = "~";

    private final DagCatalog catalog;
    private final DagLookup lookup;
    private final PauseSwitch pauses;
    private final RunTrigger trigger;
    private final RunQueries runs;
    private final Clock clock;

    V1DagResource(
            DagCatalog catalog,
            DagLookup lookup,
            PauseSwitch pauses,
            RunTrigger trigger,
            RunQueries runs,
            Clock clock) {
        this.catalog = catalog;
        this.lookup = lookup;
        this.pauses = pauses;
        this.trigger = trigger;
        this.runs = runs;
        this.clock = clock;
    }

    @GET
    @Operation(summary = "The DAGs")
    public V1Shapes.DagsV1 dags(@Context UriInfo uri) {
        Query query = Query.of(uri);
        Map<String, Boolean> paused = pauses.all();
        List<V1Shapes.DagV1> found = catalog.all().stream()
                .map(entry -> V1Shapes.DagV1.from(
                        entry,
                        paused.getOrDefault(entry.dag().dagId(), entry.dag().pausedUponCreation()),
                        clock.instant()))
                .toList();
        return new V1Shapes.DagsV1(
                found.stream().skip(query.offset()).limit(query.limit()).toList(), found.size());
    }

    @GET
    @Path("/{dag_id}")
    @Operation(summary = "One DAG")
    public V1Shapes.DagV1 dag(@RestPath("dag_id") String dagId) {
        DagCatalog.Entry entry = lookup.dag(dagId);
        return V1Shapes.DagV1.from(entry, pauses.isPaused(entry.dag()), clock.instant());
    }

    @POST
    @Path("/{dag_id}/dagRuns")
    @Consumes(MediaType.WILDCARD)
    @Operation(summary = "Start a run")
    public V1Shapes.DagRunV1 trigger(@RestPath("dag_id") String dagId, @Nullable String text) {
        // Airflow 2 took an empty body for one without wishes.
        JsonBody body = JsonBody.read(text == null || text.isBlank() ? "{}" : text);
        RunRequest request = RunTrigger.read(body);
        body.check();
        return V1Shapes.DagRunV1.from(trigger.trigger(dagId, request));
    }

    @GET
    @Path("/{dag_id}/dagRuns")
    @Operation(summary = "The runs of a DAG")
    public V1Shapes.DagRunsV1 runs(@RestPath("dag_id") String dagId, @Context UriInfo uri) {
        boolean all = dagId.equals(ALL_DAGS);
        if (!all) {
            lookup.dag(dagId);
        }
        RunQueries.RunPage page = runs.list(RunListing.read(all ? null : dagId, Query.of(uri)));
        return new V1Shapes.DagRunsV1(
                page.runs().stream().map(V1Shapes.DagRunV1::from).toList(), page.total());
    }

    @GET
    @Path("/{dag_id}/dagRuns/{dag_run_id}")
    @Operation(summary = "One run")
    public V1Shapes.DagRunV1 run(@RestPath("dag_id") String dagId, @RestPath("dag_run_id") String runId) {
        return V1Shapes.DagRunV1.from(lookup.run(new RunKey(dagId, runId)));
    }

    @GET
    @Path("/{dag_id}/dagRuns/{dag_run_id}/taskInstances")
    @Operation(summary = "The tasks of a run")
    public V1Shapes.TaskInstancesV1 tasks(@RestPath("dag_id") String dagId, @RestPath("dag_run_id") String runId) {
        List<V1Shapes.TaskInstanceV1> tasks = lookup.tasks(new RunKey(dagId, runId)).stream()
                .map(V1Shapes.TaskInstanceV1::from)
                .toList();
        return new V1Shapes.TaskInstancesV1(tasks, tasks.size());
    }

    @GET
    @Path("/{dag_id}/dagRuns/{dag_run_id}/taskInstances/{task_id}")
    @Operation(summary = "One task of a run")
    public V1Shapes.TaskInstanceV1 task(
            @RestPath("dag_id") String dagId,
            @RestPath("dag_run_id") String runId,
            @RestPath("task_id") String taskId) {
        return V1Shapes.TaskInstanceV1.from(lookup.task(new RunKey(dagId, runId), taskId));
    }
}
