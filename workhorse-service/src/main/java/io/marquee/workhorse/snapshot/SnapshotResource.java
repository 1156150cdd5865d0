package io.marquee.workhorse.snapshot;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.marquee.contract.problem.ProblemException;
import io.marquee.workhorse.job.RunningJob;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** Snapshots over HTTP. */
@Path("/api/v1/snapshots")
@Tag(name = "snapshots")
@RunOnVirtualThread
public class SnapshotResource {

    /**
     * A snapshot to take.
     *
     * @param keep whether it stays until it is deleted; by default it does
     */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record CreateRequest(
            @Nullable String tag,
            @Nullable @Size(max = 2000) String note,
            @Nullable @Size(max = 200) String createdBy,
            @Nullable Boolean keep) {}

    /** What to remove; absent values are those of the configuration. */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record CollectRequest(
            boolean dryRun,
            @Nullable @Min(1) Integer keepNewest,
            @Nullable @Min(0) @Max(36_500) Integer maxAgeDays) {}

    /** All snapshots. */
    public record All(List<SnapshotSummary> snapshots) {}

    /** The newest jobs. */
    public record Jobs(List<SnapshotJob> jobs) {}

    private final SnapshotService service;
    private final Snapshots snapshots;

    SnapshotResource(SnapshotService service, Snapshots snapshots) {
        this.service = service;
        this.snapshots = snapshots;
    }

    @POST
    @Operation(summary = "Starts to take a snapshot of the catalogue as it is now")
    @APIResponse(responseCode = "202", description = "It has started; look at the Location for its state")
    @APIResponse(responseCode = "400", description = "The tag is not one")
    public Response create(@Valid @Nullable CreateRequest request) {
        if (request == null) {
            throw ProblemException.invalid("tag", null, "is required");
        }
        String createdBy = request.createdBy() == null || request.createdBy().isBlank() ? "api" : request.createdBy();
        return accepted(service.create(
                SnapshotTag.of(request.tag()), createdBy, request.note(), !Boolean.FALSE.equals(request.keep())));
    }

    @GET
    @Operation(summary = "All snapshots, newest first")
    public All list() {
        return new All(snapshots.list());
    }

    @GET
    @Path("/{tag}")
    @Operation(summary = "One snapshot")
    public SnapshotSummary get(@RestPath String tag) {
        return SnapshotSummary.of(snapshots.get(SnapshotTag.of(tag)));
    }

    @GET
    @Path("/{tag}/diff/{other}")
    @Operation(summary = "What is different in the other one; either may be 'current', the catalogue as it is now")
    public SnapshotDiff diff(@RestPath String tag, @RestPath String other) {
        return snapshots.diff(tag, other);
    }

    @POST
    @Path("/{tag}/restore")
    @Operation(summary = "Starts to make the catalogue what it was")
    @APIResponse(responseCode = "202", description = "It has started; look at the Location for its state")
    public Response restore(@RestPath String tag) {
        return accepted(service.restore(SnapshotTag.of(tag)));
    }

    @DELETE
    @Path("/{tag}")
    @Operation(summary = "Deletes a snapshot that nothing refers to")
    @APIResponse(responseCode = "409", description = "A run, a model version or the present features refer to it")
    public void delete(@RestPath String tag) {
        snapshots.delete(SnapshotTag.of(tag));
    }

    @POST
    @Path("/gc")
    @Operation(summary = "Starts to remove snapshots and objects that nobody needs")
    @APIResponse(responseCode = "202", description = "It has started; look at the Location for its state")
    public Response collect(@Valid @Nullable CollectRequest request) {
        CollectRequest asked = request == null ? new CollectRequest(false, null, null) : request;
        return accepted(service.collect(
                asked.dryRun(),
                asked.keepNewest(),
                asked.maxAgeDays() == null ? null : Duration.ofDays(asked.maxAgeDays())));
    }

    @GET
    @Path("/jobs")
    @Operation(summary = "The newest jobs, newest first")
    public Jobs jobs(@RestQuery @DefaultValue("20") @Min(1) @Max(200) int limit) {
        return new Jobs(service.newest(limit));
    }

    @GET
    @Path("/jobs/{jobId}")
    @Operation(summary = "One job: its state, phase and progress, and in the end what came out")
    public SnapshotJob job(@RestPath String jobId) {
        return service.job(jobId);
    }

    private Response accepted(RunningJob started) {
        return Response.accepted(service.job(started.jobId()))
                .location(URI.create("/api/v1/snapshots/jobs/" + started.jobId()))
                .build();
    }
}
