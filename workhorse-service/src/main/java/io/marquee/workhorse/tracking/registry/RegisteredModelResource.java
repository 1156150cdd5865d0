package io.marquee.workhorse.tracking.registry;

import io.marquee.workhorse.tracking.registry.RegistryMessages.FoundModels;
import io.marquee.workhorse.tracking.registry.RegistryMessages.ModelMessage;
import io.marquee.workhorse.tracking.registry.RegistryMessages.OneModel;
import io.marquee.workhorse.tracking.registry.RegistryMessages.Versions;
import io.marquee.workhorse.tracking.search.Page;
import io.marquee.workhorse.tracking.wire.Empty;
import io.marquee.workhorse.tracking.wire.KeyValue;
import io.marquee.workhorse.tracking.wire.MlflowApi;
import io.marquee.workhorse.tracking.wire.MlflowRequest;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.io.InputStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** MLflow's calls about registered models. */
@Path(MlflowApi.PREFIX + "/mlflow/registered-models")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "MLflow model registry")
public class RegisteredModelResource {

    private final RegisteredModelService models;
    private final RegistrySearch search;

    RegisteredModelResource(RegisteredModelService models, RegistrySearch search) {
        this.models = models;
        this.search = search;
    }

    @POST
    @Path("create")
    @Operation(summary = "Register a model")
    public OneModel create(InputStream body) {
        MlflowRequest request = MlflowRequest.ofBody(body);
        return new OneModel(
                models.create(request.required("name"), request.text("description"), request.keyValues("tags")));
    }

    @POST
    @Path("rename")
    @Operation(summary = "Rename a model")
    public OneModel rename(InputStream body) {
        MlflowRequest request = MlflowRequest.ofBody(body);
        return new OneModel(models.rename(request.required("name"), request.required("new_name")));
    }

    @PATCH
    @Path("update")
    @Operation(summary = "Describe a model")
    public OneModel update(InputStream body) {
        MlflowRequest request = MlflowRequest.ofBody(body);
        return new OneModel(models.describe(request.required("name"), request.text("description")));
    }

    @DELETE
    @Path("delete")
    @Operation(summary = "Remove a model with its versions")
    public Empty delete(@Context UriInfo uri, InputStream body) {
        models.delete(MlflowRequest.of(uri, body).required("name"));
        return Empty.MESSAGE;
    }

    @GET
    @Path("get")
    @Operation(summary = "A model with the newest version of each stage")
    public OneModel get(@Context UriInfo uri) {
        return new OneModel(
                models.get(MlflowRequest.ofQuery(uri.getQueryParameters()).required("name")));
    }

    @GET
    @Path("search")
    @Operation(summary = "Find models by name and tags")
    public FoundModels search(@Context UriInfo uri) {
        MlflowRequest request = MlflowRequest.ofQuery(uri.getQueryParameters());
        Page<ModelMessage> page = search.models(
                request.text("filter"),
                request.texts("order_by"),
                request.limit("max_results", 100, 1_000),
                request.text("page_token"));
        return new FoundModels(page.items(), page.nextToken());
    }

    @GET
    @Path("get-latest-versions")
    @Operation(summary = "The newest version in each of some stages")
    public Versions latest(@Context UriInfo uri) {
        return latest(MlflowRequest.ofQuery(uri.getQueryParameters()));
    }

    @POST
    @Path("get-latest-versions")
    @Operation(summary = "The newest version in each of some stages")
    public Versions latest(InputStream body) {
        return latest(MlflowRequest.ofBody(body));
    }

    private Versions latest(MlflowRequest request) {
        return new Versions(models.latestVersions(request.required("name"), request.texts("stages")));
    }

    @POST
    @Path("set-tag")
    @Operation(summary = "Set a tag of a model")
    public Empty setTag(InputStream body) {
        MlflowRequest request = MlflowRequest.ofBody(body);
        models.setTag(
                request.required("name"), new KeyValue(request.required("key"), request.requiredOrEmpty("value")));
        return Empty.MESSAGE;
    }

    @DELETE
    @Path("delete-tag")
    @Operation(summary = "Remove a tag of a model")
    public Empty deleteTag(@Context UriInfo uri, InputStream body) {
        MlflowRequest request = MlflowRequest.of(uri, body);
        models.deleteTag(request.required("name"), request.required("key"));
        return Empty.MESSAGE;
    }
}
