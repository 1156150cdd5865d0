package io.marquee.workhorse.tracking.artifact;

import io.marquee.workhorse.tracking.wire.MlflowRequest;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The download link of MLflow's pages. */
@Path("/get-artifact")
@RunOnVirtualThread
@Tag(name = "MLflow artifacts")
public class GetArtifactResource {

    private static final String FOLDER = "artifacts/";

    private final ArtifactService artifacts;

    GetArtifactResource(ArtifactService artifacts) {
        this.artifacts = artifacts;
    }

    @GET
    @Operation(summary = "Download a file of a run: ?path=<file>&run_uuid=<run>; the path may begin with artifacts/")
    public Response download(@Context UriInfo uri, @Context HttpHeaders headers) throws IOException {
        return Downloads.of(artifacts, artifacts.find(place(uri)), headers);
    }

    @HEAD
    @Operation(summary = "Size and checksum of a file of a run")
    public Response head(@Context UriInfo uri) throws IOException {
        return Downloads.headOf(artifacts.find(place(uri)));
    }

    private RunFolder.Place place(UriInfo uri) throws IOException {
        MlflowRequest request = MlflowRequest.ofQuery(uri.getQueryParameters());
        RunFolder folder = artifacts.folderOf(request.required("run_uuid", "run_id"));
        String path = request.required("path");
        RunFolder.Place place = new RunFolder.Place(folder, ArtifactPath.of(path));
        return path.startsWith(FOLDER) && !artifacts.exists(place)
                ? new RunFolder.Place(folder, ArtifactPath.of(path.substring(FOLDER.length())))
                : place;
    }
}
