package io.marquee.workhorse.tracking.registry;

import io.marquee.workhorse.tracking.registry.RegistryMessages.OneVersion;
import io.marquee.workhorse.tracking.wire.Empty;
import io.marquee.workhorse.tracking.wire.MlflowApi;
import io.marquee.workhorse.tracking.wire.MlflowRequest;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DELETE;
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

/** MLflow's calls about aliases of registered models. */
@Path(MlflowApi.PREFIX + "/mlflow/registered-models/alias")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "MLflow model registry")
public class AliasResource {

    private final ModelVersionService versions;

    AliasResource(ModelVersionService versions) {
        this.versions = versions;
    }

    @GET
    @Operation(summary = "The version that has an alias")
    public OneVersion get(@Context UriInfo uri) {
        MlflowRequest request = MlflowRequest.ofQuery(uri.getQueryParameters());
        return new OneVersion(versions.getByAlias(request.required("name"), request.required("alias")));
    }

    @POST
    @Operation(summary = "Let an alias point at a version")
    public Empty set(InputStream body) {
        MlflowRequest request = MlflowRequest.ofBody(body);
        versions.setAlias(
                request.required("name"),
                request.required("alias"),
                ModelVersionRepository.number(request.required("version")));
        return Empty.MESSAGE;
    }

    @DELETE
    @Operation(summary = "Remove an alias")
    public Empty delete(@Context UriInfo uri, InputStream body) {
        MlflowRequest request = MlflowRequest.of(uri, body);
        versions.deleteAlias(request.required("name"), request.required("alias"));
        return Empty.MESSAGE;
    }
}
