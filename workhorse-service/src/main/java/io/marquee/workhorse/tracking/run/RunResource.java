package io.marquee.workhorse.tracking.run;

import io.marquee.workhorse.tracking.run.RunMessages.Found;
import io.marquee.workhorse.tracking.run.RunMessages.One;
import io.marquee.workhorse.tracking.run.RunMessages.RunMessage;
import io.marquee.workhorse.tracking.run.RunMessages.Updated;
import io.marquee.workhorse.tracking.search.Page;
import io.marquee.workhorse.tracking.store.ViewType;
import io.marquee.workhorse.tracking.wire.Empty;
import io.marquee.workhorse.tracking.wire.MlflowApi;
import io.marquee.workhorse.tracking.wire.MlflowRequest;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.io.InputStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** MLflow's calls about runs as a whole; what a run logs goes to {@link RunLogResource}. */
@Path(MlflowApi.PREFIX + "/mlflow/runs")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "MLflow runs")
public class RunResource {

    private static final int MAX_RESULTS = 50_000;

    private final RunService runs;
    private final RunSearch search;

    RunResource(RunService runs, RunSearch search) {
        this.runs = runs;
        this.search = search;
    }

    @POST
    @Path("create")
    @Operation(summary = "Begin a run")
    public One create(InputStream body) {
        MlflowRequest request = MlflowRequest.ofBody(body);
        return new One(runs.create(new RunService.NewRun(
                request.textOr("experiment_id", "0"),
                request.textOr("user_id", ""),
                request.text("run_name"),
                request.number("start_time"),
                request.keyValues("tags"))));
    }

    @GET
    @Path("get")
    @Operation(summary = "A run with everything it logged")
    public One get(@Context UriInfo uri) {
        return new One(runs.get(MlflowRequest.ofQuery(uri.getQueryParameters()).required("run_id", "run_uuid")));
    }

    @POST
    @Path("update")
    @Operation(summary = "Set the status, the end or the name of a run")
    public Updated update(InputStream body) {
        MlflowRequest request = MlflowRequest.ofBody(body);
        return new Updated(runs.update(
                request.required("run_id", "run_uuid"),
                request.choice("status", RunStatus.class).orElse(null),
                request.number("end_time"),
                request.text("run_name")));
    }

    @POST
    @Path("delete")
    @Operation(summary = "Delete a run; it can be restored")
    public Empty delete(InputStream body) {
        runs.delete(MlflowRequest.ofBody(body).required("run_id"));
        return Empty.MESSAGE;
    }

    @POST
    @Path("restore")
    @Operation(summary = "Restore a deleted run")
    public Empty restore(InputStream body) {
        runs.restore(MlflowRequest.ofBody(body).required("run_id"));
        return Empty.MESSAGE;
    }

    @POST
    @Path("search")
    @Operation(summary = "Find runs by what they logged")
    public Found search(InputStream body) {
        MlflowRequest request = MlflowRequest.ofBody(body);
        Page<RunMessage> page = search.find(new RunSearch.Query(
                request.texts("experiment_ids"),
                request.text("filter"),
                request.choice("run_view_type", ViewType.class).orElse(ViewType.ACTIVE_ONLY),
                request.texts("order_by"),
                request.limit("max_results", 1_000, MAX_RESULTS),
                request.text("page_token")));
        return new Found(page.items(), page.nextToken());
    }

    @POST
    @Path("delete-tag")
    @Operation(summary = "Remove a tag of a run")
    public Empty deleteTag(InputStream body) {
        MlflowRequest request = MlflowRequest.ofBody(body);
        runs.deleteTag(request.required("run_id"), request.required("key"));
        return Empty.MESSAGE;
    }
}
