package io.marquee.workhorse.tracking.artifact;

import io.marquee.workhorse.tracking.artifact.ArtifactMessages.Files;
import io.marquee.workhorse.tracking.wire.Empty;
import io.marquee.workhorse.tracking.wire.MlflowApi;
import io.marquee.workhorse.tracking.wire.MlflowRequest;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.io.InputStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** MLflow's artefact proxy: clients send and fetch files here, and need no key to the object store. */
@Path(MlflowApi.PREFIX + "/mlflow-artifacts/artifacts")
@RunOnVirtualThread
@Tag(name = "MLflow artifacts")
public class ArtifactProxyResource {

    private final ArtifactService artifacts;

    ArtifactProxyResource(ArtifactService artifacts) {
        this.artifacts = artifacts;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "What is directly in a folder: ?path=<experiment>/<run>/artifacts[/<folder>]")
    public Files list(@Context UriInfo uri) throws IOException {
        String path = MlflowRequest.ofQuery(uri.getQueryParameters()).required("path");
        return new Files(artifacts.list(RunFolder.place(path)));
    }

    @GET
    @Path("{path: .+}")
    @Operation(summary = "Download a file")
    public Response download(@PathParam("path") String path) throws IOException {
        return Downloads.of(artifacts.download(RunFolder.place(path)));
    }

    @PUT
    @Path("{path: .+}")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "Upload a file; it replaces one of that name")
    public Empty upload(@PathParam("path") String path, InputStream bytes) throws IOException {
        artifacts.upload(RunFolder.place(path), bytes);
        return Empty.MESSAGE;
    }

    @DELETE
    @Path("{path: .+}")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "Delete a file or a folder")
    public Empty delete(@PathParam("path") String path) throws IOException {
        artifacts.delete(RunFolder.place(path));
        return Empty.MESSAGE;
    }
}
