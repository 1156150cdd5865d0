package io.marquee.workhorse.tracking.experiment;

import io.marquee.workhorse.tracking.experiment.ExperimentMessages.Created;
import io.marquee.workhorse.tracking.experiment.ExperimentMessages.Found;
import io.marquee.workhorse.tracking.experiment.ExperimentMessages.One;
import io.marquee.workhorse.tracking.store.ViewType;
import io.marquee.workhorse.tracking.wire.Empty;
import io.marquee.workhorse.tracking.wire.KeyValue;
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

/** MLflow's calls about experiments. */
@Path(MlflowApi.PREFIX + "/mlflow/experiments")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "MLflow experiments")
public class ExperimentResource {

    private static final int MAX_RESULTS = 50_000;

    private final ExperimentService experiments;
    private final ExperimentSearch search;

    ExperimentResource(ExperimentService experiments, ExperimentSearch search) {
        this.experiments = experiments;
        this.search = search;
    }

    @POST
    @Path("create")
    @Operation(summary = "Make an experiment")
    public Created create(InputStream body) {
        MlflowRequest request = MlflowRequest.ofBody(body);
        return new Created(experiments.create(
                request.required("name"), request.text("artifact_location"), request.keyValues("tags")));
    }

    @GET
    @Path("get")
    @Operation(summary = "An experiment by id")
    public One get(@Context UriInfo uri) {
        return new One(
                experiments.get(MlflowRequest.ofQuery(uri.getQueryParameters()).required("experiment_id")));
    }

    @GET
    @Path("get-by-name")
    @Operation(summary = "An experiment by name")
    public One getByName(@Context UriInfo uri) {
        return new One(experiments.getByName(
                MlflowRequest.ofQuery(uri.getQueryParameters()).required("experiment_name")));
    }

    @POST
    @Path("search")
    @Operation(summary = "Find experiments")
    public Found search(InputStream body) {
        return search(MlflowRequest.ofBody(body));
    }

    @GET
    @Path("search")
    @Operation(summary = "Find experiments")
    public Found search(@Context UriInfo uri) {
        return search(MlflowRequest.ofQuery(uri.getQueryParameters()));
    }

    @POST
    @Path("update")
    @Operation(summary = "Rename an experiment")
    public Empty update(InputStream body) {
        MlflowRequest request = MlflowRequest.ofBody(body);
        String id = request.required("experiment_id");
        String name = request.text("new_name");
        if (name != null) {
            experiments.rename(id, name);
        }
        return Empty.MESSAGE;
    }

    @POST
    @Path("delete")
    @Operation(summary = "Delete an experiment with its runs; it can be restored")
    public Empty delete(InputStream body) {
        experiments.delete(MlflowRequest.ofBody(body).required("experiment_id"));
        return Empty.MESSAGE;
    }

    @POST
    @Path("restore")
    @Operation(summary = "Restore a deleted experiment with its runs")
    public Empty restore(InputStream body) {
        experiments.restore(MlflowRequest.ofBody(body).required("experiment_id"));
        return Empty.MESSAGE;
    }

    @POST
    @Path("set-experiment-tag")
    @Operation(summary = "Set a tag of an experiment")
    public Empty setTag(InputStream body) {
        MlflowRequest request = MlflowRequest.ofBody(body);
        experiments.setTag(
                request.required("experiment_id"),
                new KeyValue(request.required("key"), request.requiredOrEmpty("value")));
        return Empty.MESSAGE;
    }

    @POST
    @Path("delete-experiment-tag")
    @Operation(summary = "Remove a tag of an experiment")
    public Empty deleteTag(InputStream body) {
        MlflowRequest request = MlflowRequest.ofBody(body);
        experiments.deleteTag(request.required("experiment_id"), request.required("key"));
        return Empty.MESSAGE;
    }

    private Found search(MlflowRequest request) {
        return Found.of(search.find(
                request.text("filter"),
                request.texts("order_by"),
                request.choice("view_type", ViewType.class).orElse(ViewType.ACTIVE_ONLY),
                request.limit("max_results", 1_000, MAX_RESULTS),
                request.text("page_token")));
    }
}
