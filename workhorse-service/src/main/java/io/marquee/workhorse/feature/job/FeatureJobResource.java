package io.marquee.workhorse.feature.job;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.marquee.contract.problem.ProblemException;
import io.marquee.workhorse.feature.FeatureResource.Built;
import io.marquee.workhorse.feature.FeatureResource.Written;
import io.marquee.workhorse.feature.FeatureViewResponse.Build;
import io.marquee.workhorse.feature.FeatureViewResponse.Online;
import io.marquee.workhorse.feature.definition.ActiveDefinitions;
import io.marquee.workhorse.feature.offline.OfflineStore;
import io.marquee.workhorse.feature.online.Materialization;
import io.marquee.workhorse.feature.online.Materialized;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;

/** Long work on features over HTTP: started here, and looked at until it ends. */
@Path("/api/v1/features/jobs")
@Tag(name = "features")
@RunOnVirtualThread
public class FeatureJobResource {

    /**
     * What is to be done.
     *
     * @param kind {@code build}, {@code materialize}, {@code materialize_incremental} or {@code rebuild}
     * @param views to bring online; all when absent or empty, and not for a build, which is of all views
     * @param start of a materialisation, itself not part of it; the beginning of time when absent
     * @param end of a materialisation, itself part of it; now when absent
     * @param force takes views away from a run that is bringing them online
     */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record JobRequest(
            @Nullable String kind,
            @Nullable List<String> views,
            @Nullable Instant start,
            @Nullable Instant end,
            boolean force) {}

    /** The newest jobs. */
    public record Jobs(List<FeatureJob> jobs) {}

    private final FeatureJobService service;
    private final OfflineStore offline;
    private final Materialization materialization;
    private final ActiveDefinitions definitions;
    private final Clock clock;

    FeatureJobResource(
            FeatureJobService service,
            OfflineStore offline,
            Materialization materialization,
            ActiveDefinitions definitions,
            Clock clock) {
        this.service = service;
        this.offline = offline;
        this.materialization = materialization;
        this.definitions = definitions;
        this.clock = clock;
    }

    @POST
    @Operation(summary = "Starts to build features, or to bring them online")
    @APIResponse(responseCode = "202", description = "It has started; look at the Location for its state")
    @APIResponse(responseCode = "404", description = "There is no such view")
    public Response start(@Nullable JobRequest request) {
        FeatureJob.Kind kind = request == null || request.kind() == null ? null : FeatureJob.Kind.named(request.kind());
        if (request == null || kind == null) {
            throw ProblemException.invalid(
                    "kind",
                    request == null ? null : request.kind(),
                    "must be one of "
                            + String.join(
                                    ", ",
                                    Arrays.stream(FeatureJob.Kind.values())
                                            .filter(known -> known != FeatureJob.Kind.HISTORICAL)
                                            .map(FeatureJob.Kind::wireName)
                                            .toList()));
        }
        List<String> views = request.views() == null ? List.of() : request.views();
        if (kind == FeatureJob.Kind.BUILD && !views.isEmpty()) {
            throw ProblemException.invalid("views", views, "must be absent: a build is of all views");
        }
        views.forEach(definitions.get()::view);
        FeatureJob job = service.start(kind, work(kind, request, views));
        return Response.accepted(job)
                .location(URI.create("/api/v1/features/jobs/" + job.jobId()))
                .build();
    }

    private FeatureWork work(FeatureJob.Kind kind, JobRequest request, List<String> views) {
        Instant end = request.end() == null ? clock.instant() : request.end();
        return switch (kind) {
            case BUILD ->
                progress -> new Built(
                        offline.build(progress).stream().map(Build::from).toList());
            case MATERIALIZE ->
                progress ->
                        written(materialization.materialize(views, request.start(), end, request.force(), progress));
            case MATERIALIZE_INCREMENTAL ->
                progress -> written(materialization.materializeIncremental(views, end, request.force(), progress));
            case REBUILD -> progress -> written(materialization.rebuild(views, progress));
            case HISTORICAL ->
                throw ProblemException.invalid("kind", kind.wireName(), "is asked for at /api/v1/features/historical");
        };
    }

    private static Written written(List<Materialized> views) {
        return new Written(views.stream().map(Online::from).toList());
    }

    @GET
    @Operation(summary = "The newest jobs, newest first")
    public Jobs list() {
        return new Jobs(service.newest());
    }

    @GET
    @Path("/{jobId}")
    @Operation(summary = "A job, and how far it is")
    public FeatureJob get(@RestPath String jobId) {
        return service.get(jobId);
    }
}
