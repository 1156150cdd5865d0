package io.marquee.workhorse.tracking.registry;

import io.marquee.workhorse.tracking.registry.RegistryMessages.DownloadUri;
import io.marquee.workhorse.tracking.registry.RegistryMessages.FoundVersions;
import io.marquee.workhorse.tracking.registry.RegistryMessages.OneVersion;
import io.marquee.workhorse.tracking.registry.RegistryMessages.VersionMessage;
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

/** MLflow's calls about versions of registered models. */
@Path(MlflowApi.PREFIX + "/mlflow/model-versions")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "MLflow model registry")
public class ModelVersionResource {

    private static final int MAX_RESULTS = 200_000;

    private final ModelVersionService versions;
    private final RegistrySearch search;

    ModelVersionResource(ModelVersionService versions, RegistrySearch search) {
        this.versions = versions;
        this.search = search;
    }

    @POST
    @Path("create")
    @Operation(summary = "Make the next version of a model")
    public OneVersion create(InputStream body) {
        MlflowRequest request = MlflowRequest.ofBody(body);
        return new OneVersion(versions.create(new ModelVersionService.NewVersion(
                request.required("name"),
                request.required("source"),
                request.text("run_id"),
                request.text("run_link"),
                request.text("description"),
                request.keyValues("tags"))));
    }

    @GET
    @Path("get")
    @Operation(summary = "A version")
    public OneVersion get(@Context UriInfo uri) {
        MlflowRequest request = MlflowRequest.ofQuery(uri.getQueryParameters());
        return new OneVersion(versions.get(request.required("name"), version(request)));
    }

    @GET
    @Path("get-download-uri")
    @Operation(summary = "Where the files of a version are")
    public DownloadUri downloadUri(@Context UriInfo uri) {
        MlflowRequest request = MlflowRequest.ofQuery(uri.getQueryParameters());
        return new DownloadUri(versions.location(request.required("name"), version(request)));
    }

    @GET
    @Path("search")
    @Operation(summary = "Find versions by model, run, source and tags")
    public FoundVersions search(@Context UriInfo uri) {
        MlflowRequest request = MlflowRequest.ofQuery(uri.getQueryParameters());
        Page<VersionMessage> page = search.versions(
                request.text("filter"),
                request.texts("order_by"),
                request.limit("max_results", MAX_RESULTS, MAX_RESULTS),
                request.text("page_token"));
        return new FoundVersions(page.items(), page.nextToken());
    }

    @PATCH
    @Path("update")
    @Operation(summary = "Describe a version")
    public OneVersion update(InputStream body) {
        MlflowRequest request = MlflowRequest.ofBody(body);
        return new OneVersion(
                versions.describe(request.required("name"), version(request), request.text("description")));
    }

    @POST
    @Path("transition-stage")
    @Operation(summary = "Move a version to a stage")
    public OneVersion transition(InputStream body) {
        MlflowRequest request = MlflowRequest.ofBody(body);
        return new OneVersion(versions.transition(
                request.required("name"),
                version(request),
                request.required("stage"),
                request.flag("archive_existing_versions", false)));
    }

    @DELETE
    @Path("delete")
    @Operation(summary = "Remove a version")
    public Empty delete(@Context UriInfo uri, InputStream body) {
        MlflowRequest request = MlflowRequest.of(uri, body);
        versions.delete(request.required("name"), version(request));
        return Empty.MESSAGE;
    }

    @POST
    @Path("set-tag")
    @Operation(summary = "Set a tag of a version")
    public Empty setTag(InputStream body) {
        MlflowRequest request = MlflowRequest.ofBody(body);
        versions.setTag(
                request.required("name"),
                version(request),
                new KeyValue(request.required("key"), request.requiredOrEmpty("value")));
        return Empty.MESSAGE;
    }

    @DELETE
    @Path("delete-tag")
    @Operation(summary = "Remove a tag of a version")
    public Empty deleteTag(@Context UriInfo uri, InputStream body) {
        MlflowRequest request = MlflowRequest.of(uri, body);
        versions.deleteTag(request.required("name"), version(request), request.required("key"));
        return Empty.MESSAGE;
    }

    private static int version(MlflowRequest request) {
        return ModelVersionRepository.number(request.required("version"));
    }
}
