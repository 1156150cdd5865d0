package io.marquee.workhorse.tracking.artifact;

import io.marquee.workhorse.tracking.artifact.ArtifactMessages.Files;
import io.marquee.workhorse.tracking.wire.Empty;
import io.marquee.workhorse.tracking.wire.MlflowApi;
import io.marquee.workhorse.tracking.wire.MlflowException;
import io.marquee.workhorse.tracking.wire.MlflowRequest;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

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
    @Operation(summary = "Download a file, or with a Range header a part of it")
    public Response download(@PathParam("path") String path, @Context HttpHeaders request) throws IOException {
        return Downloads.of(artifacts, artifacts.find(RunFolder.place(path)), request);
    }

    @HEAD
    @Path("{path: .+}")
    @Operation(summary = "Size and checksum of a file")
    public Response head(@PathParam("path") String path) throws IOException {
        return Downloads.headOf(artifacts.find(RunFolder.place(path)));
    }

    @PUT
    @Path("{path: .+}")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Upload a file; it replaces one of that name, once all of it is there",
            description = "With X-Checksum-Sha256 a file that arrives damaged is refused.")
    public Response upload(
            @PathParam("path") String path,
            @HeaderParam(Downloads.CHECKSUM_HEADER) @Nullable String sha256,
            @HeaderParam(HttpHeaders.CONTENT_LENGTH) @Nullable Long length,
            InputStream bytes)
            throws IOException {
        artifacts.requireAllowed(length);
        RunFolder.Place place = RunFolder.place(path);
        Checksum stored = artifacts.upload(place, bytes, expected(sha256));
        return Response.ok(Empty.MESSAGE)
                .header(HttpHeaders.ETAG, stored.entityTag())
                .build();
    }

    @DELETE
    @Path("{path: .+}")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "Delete a file or a folder")
    public Empty delete(@PathParam("path") String path) throws IOException {
        artifacts.delete(RunFolder.place(path));
        return Empty.MESSAGE;
    }

    private static @Nullable String expected(@Nullable String sha256) {
        if (sha256 == null) {
            return null;
        }
        String digits = sha256.trim().toLowerCase(Locale.ROOT);
        if (!Checksum.isSha256(digits)) {
            throw MlflowException.invalid(
                    "Invalid " + Downloads.CHECKSUM_HEADER + ": a SHA-256 has 64 hexadecimal digits.");
        }
        return digits;
    }
}
