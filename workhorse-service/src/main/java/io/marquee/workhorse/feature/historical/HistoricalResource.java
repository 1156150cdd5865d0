package io.marquee.workhorse.feature.historical;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.marquee.contract.problem.ProblemException;
import io.marquee.workhorse.feature.definition.ActiveDefinitions;
import io.marquee.workhorse.feature.historical.RetrievedFiles.Retrieved;
import io.marquee.workhorse.feature.job.FeatureJob;
import io.marquee.workhorse.feature.job.FeatureJobService;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Clock;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;

/** Features as they were: asked for here, computed as a job, fetched as Parquet. */
@Path("/api/v1/features/historical")
@Tag(name = "features")
@RunOnVirtualThread
public class HistoricalResource {

    /**
     * What a job's result says.
     *
     * @param file where the Parquet file is in the object store
     * @param download where it can be fetched from this service
     */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record Result(long rows, long bytes, String file, String download) {

        static Result of(Retrieved retrieved) {
            return new Result(
                    retrieved.rows(),
                    retrieved.bytes(),
                    retrieved.uri(),
                    "/api/v1/features/historical/" + retrieved.id());
        }
    }

    private final ActiveDefinitions definitions;
    private final RetrievedFiles files;
    private final FeatureJobService jobs;
    private final Clock clock;

    HistoricalResource(ActiveDefinitions definitions, RetrievedFiles files, FeatureJobService jobs, Clock clock) {
        this.definitions = definitions;
        this.files = files;
        this.jobs = jobs;
        this.clock = clock;
    }

    @POST
    @Operation(summary = "Joins entities with features as they were at their moments")
    @APIResponse(responseCode = "202", description = "It has started; look at the Location for its state and result")
    @APIResponse(responseCode = "400", description = "The request is not right")
    @APIResponse(responseCode = "404", description = "There is no such view, feature or service")
    public Response start(@Nullable HistoricalRequest request) {
        if (request == null) {
            throw ProblemException.invalid("features", null, "is required");
        }
        HistoricalRequest.Wanted wanted = request.check(definitions.get(), clock.instant());
        FeatureJob job = jobs.start(FeatureJob.Kind.HISTORICAL, progress -> {
            progress.accept("joining");
            return Result.of(files.retrieve(wanted));
        });
        return Response.accepted(job)
                .location(URI.create("/api/v1/features/jobs/" + job.jobId()))
                .build();
    }

    @GET
    @Path("/{id}")
    @Produces("application/vnd.apache.parquet")
    @Operation(summary = "The Parquet file of a retrieval, for a week")
    @APIResponse(responseCode = "404", description = "There is none, or not any more")
    public InputStream download(@RestPath String id) throws IOException {
        return files.open(id);
    }
}
