package io.marquee.workhorse.tracking.artifact;

import io.marquee.workhorse.tracking.artifact.ArtifactMessages.FileInfo;
import io.marquee.workhorse.tracking.artifact.ArtifactMessages.FilesOfRun;
import io.marquee.workhorse.tracking.wire.MlflowApi;
import io.marquee.workhorse.tracking.wire.MlflowRequest;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Lists files by run. */
@Path(MlflowApi.PREFIX + "/mlflow/artifacts")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "MLflow artifacts")
public class RunArtifactResource {

    private final ArtifactService artifacts;

    RunArtifactResource(ArtifactService artifacts) {
        this.artifacts = artifacts;
    }

    @GET
    @Path("list")
    @Operation(summary = "What is directly in a folder of a run; paths are relative to the run's root")
    public FilesOfRun list(@Context UriInfo uri) throws IOException {
        MlflowRequest request = MlflowRequest.ofQuery(uri.getQueryParameters());
        RunFolder folder = artifacts.folderOf(request.required("run_id", "run_uuid"));
        ArtifactPath path = ArtifactPath.of(request.textOr("path", ""));
        List<FileInfo> files = artifacts.list(new RunFolder.Place(folder, path));
        return new FilesOfRun(
                folder.uri(),
                path.isRoot()
                        ? files
                        : files.stream()
                                .map(file -> new FileInfo(path + "/" + file.path(), file.isDir(), file.fileSize()))
                                .toList());
    }
}
