package io.marquee.workhorse.tracking.upkeep;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;

/** Upkeep of experiments over HTTP. Calls answer when the work is done. */
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

    /** All backups. */
    public record Backups(List<Backup> backups) {}

    private final ExperimentCollector collector;
    private final BackupService backups;

    UpkeepResource(ExperimentCollector collector, BackupService backups) {
        this.collector = collector;
        this.backups = backups;
    }

    @POST
    @Path("/gc")
    @Operation(summary = "Removes runs and experiments that were deleted long ago, and files that belong to no run")
    @APIResponse(responseCode = "409", description = "Other upkeep is under way")
    public ExperimentCollector.Collected collect(@Valid @Nullable CollectRequest request) {
        int days = request == null || request.maxAgeDays() == null ? DEFAULT_AGE_DAYS : request.maxAgeDays();
        return collector.collect(Duration.ofDays(days), request != null && request.dryRun());
    }

    @GET
    @Path("/backups")
    @Operation(summary = "All backups, newest first")
    public Backups list() {
        return new Backups(backups.list());
    }

    @POST
    @Path("/backups")
    @Operation(summary = "Backs up rows and files of everything or of one experiment")
    @APIResponse(responseCode = "201", description = "The backup")
    public Response make(@Nullable BackupRequest request) {
        return Response.status(Response.Status.CREATED)
                .entity(backups.make(request == null ? null : request.experiment()))
                .build();
    }

    @POST
    @Path("/backups/{name}/restore")
    @Operation(summary = "Brings a backup back, all of it or nothing")
    @APIResponse(responseCode = "409", description = "Something of it is here already")
    @APIResponse(responseCode = "422", description = "It is not as it was written")
    public BackupService.Restored restore(@RestPath String name) {
        return backups.restore(name);
    }
}
