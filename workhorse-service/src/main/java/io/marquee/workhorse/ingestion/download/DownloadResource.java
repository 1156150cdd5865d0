package io.marquee.workhorse.ingestion.download;

import io.marquee.contract.problem.ProblemException;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;

/** Downloads of published data sets over HTTP. */
@Path("/api/v1/downloads")
@Tag(name = "ingestion")
@RunOnVirtualThread
public class DownloadResource {

    /** What to download. */
    public record Request(
            @NotBlank String dataset, @Nullable String size) {}

    /** Downloads, newest first. */
    public record Newest(List<Download> downloads) {}

    private final DownloadService downloads;

    DownloadResource(DownloadService downloads) {
        this.downloads = downloads;
    }

    @POST
    @Operation(summary = "Starts to download a data set: movielens or imdb, in one of its sizes")
    @APIResponse(responseCode = "202", description = "It is under way; look at the Location for how far")
    @APIResponse(responseCode = "400", description = "There is no such data set or size")
    public Response start(@Valid @Nullable Request request) {
        if (request == null) {
            throw ProblemException.invalid("dataset", null, "is required");
        }
        Download download = downloads.start(request.dataset(), request.size());
        return Response.accepted(download)
                .location(URI.create("/api/v1/downloads/" + download.downloadId()))
                .build();
    }

    @GET
    @Path("/{downloadId}")
    @Operation(summary = "One download: its state, bytes, rate and, at the end, the path to ingest")
    public Download get(@RestPath String downloadId) {
        return downloads.get(downloadId);
    }

    @GET
    @Operation(summary = "The downloads since the service started, newest first")
    public Newest all() {
        return new Newest(downloads.all());
    }
}
