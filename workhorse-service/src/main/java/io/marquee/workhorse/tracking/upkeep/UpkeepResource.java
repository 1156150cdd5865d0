package io.marquee.workhorse.tracking.upkeep;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.marquee.workhorse.job.RunningJob;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
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

/** Upkeep of experiments over HTTP: started here, one at a time, and looked at until it ends. */
@Path("/api/v1/experiments")
@Tag(name = "experiments")
@RunOnVirtualThread
public class UpkeepResource {

    /** How long the bin keeps what is in it when nobody says otherwise. */
    static final int DEFAULT_AGE_DAYS = 30;

    /**
     * What to remove.
     *
     * @param maxAgeDays what has been in the bin for longer; 30 by default
     */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record CollectRequest(
            boolean dryRun, @Nullable @Min(0) @Max(36_500) Integer maxAgeDays) {}

    /**
     * What to back up.
     *
     * @param experiment the id of one experiment, absent for everything
     */
    public record BackupRequest(@Nullable String experiment) {}

    /**
     * What to bring back of a backup.
     *
     * @param experiment the id of one experiment, absent for all that it holds
     */
    public record RestoreRequest(@Nullable String experiment) {}

    /** All backups. */
    public record Backups(List<Backup> backups) {}

    /** The newest jobs. */
    public record Jobs(List<UpkeepJob> jobs) {}

    private final UpkeepService upkeep;
    private final BackupService backups;

    UpkeepResource(UpkeepService upkeep, BackupService backups) {
        this.upkeep = upkeep;
        this.backups = backups;
    }

    @POST
    @Path("/gc")
    @Operation(
            summary =
                    "Starts to remove runs and experiments that were deleted long ago, files that belong to no run, and"
                            + " what killed uploads have left")
    @APIResponse(responseCode = "202", description = "It has started; look at the Location for its state")
    @APIResponse(responseCode = "409", description = "Other upkeep is under way")
    public Response collect(@Valid @Nullable CollectRequest request) {
        int days = request == null || request.maxAgeDays() == null ? DEFAULT_AGE_DAYS : request.maxAgeDays();
        return accepted(upkeep.collect(Duration.ofDays(days), request != null && request.dryRun()));
    }

    @GET
    @Path("/backups")
    @Operation(summary = "All backups, newest first")
    public Backups list() {
        return new Backups(backups.list());
    }

    @POST
    @Path("/backups")
    @Operation(summary = "Starts to back up rows and files of everything or of one experiment")
    @APIResponse(responseCode = "202", description = "It has started; look at the Location for its state")
    @APIResponse(responseCode = "404", description = "There is no such experiment")
    @APIResponse(responseCode = "409", description = "Other upkeep is under way")
    public Response make(@Nullable BackupRequest request) {
        return accepted(upkeep.backUp(request == null ? null : request.experiment()));
    }

    @POST
    @Path("/backups/{name}/restore")
    @Operation(
            summary = "Starts to bring a backup back, or one experiment of it, all or nothing",
            description =
                    "The job fails, and nothing has changed, when something of it is here already or it is not as it"
                            + " was written.")
    @APIResponse(responseCode = "202", description = "It has started; look at the Location for its state")
    @APIResponse(responseCode = "404", description = "There is no such backup")
    @APIResponse(responseCode = "409", description = "Other upkeep is under way")
    public Response restore(@RestPath String name, @Nullable RestoreRequest request) {
        return accepted(upkeep.restore(name, request == null ? null : request.experiment()));
    }

    @GET
    @Path("/jobs")
    @Operation(summary = "The newest jobs, newest first")
    public Jobs jobs(@RestQuery @DefaultValue("20") @Min(1) @Max(200) int limit) {
        return new Jobs(upkeep.newest(limit));
    }

    @GET
    @Path("/jobs/{jobId}")
    @Operation(summary = "One job: its state, phase and progress, and in the end what came out")
    public UpkeepJob job(@RestPath String jobId) {
        return upkeep.job(jobId);
    }

    private Response accepted(RunningJob started) {
        return Response.accepted(upkeep.job(started.jobId()))
                .location(URI.create("/api/v1/experiments/jobs/" + started.jobId()))
                .build();
    }
}
