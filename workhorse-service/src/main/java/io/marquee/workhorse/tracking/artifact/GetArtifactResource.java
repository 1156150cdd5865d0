package io.marquee.workhorse.tracking.artifact;

import io.marquee.workhorse.tracking.wire.MlflowRequest;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
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
        MlflowRequest request = MlflowRequest.ofQuery(uri.getQueryParameters());
        RunFolder folder = artifacts.folderOf(request.required("run_uuid", "run_id"));
        String path = request.required("path");
        RunFolder.Place place = new RunFolder.Place(folder, ArtifactPath.of(path));
        if (path.startsWith(FOLDER) && !artifacts.exists(place)) {
            place = new RunFolder.Place(folder, ArtifactPath.of(path.substring(FOLDER.length())));
        }
        return Downloads.of(artifacts, artifacts.find(place), headers);
    }
}
