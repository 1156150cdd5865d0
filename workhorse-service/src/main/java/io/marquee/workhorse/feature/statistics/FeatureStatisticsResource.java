package io.marquee.workhorse.feature.statistics;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

/** The distribution of features over HTTP. */
@Path("/api/v1/features/views/{view}/statistics")
@Tag(name = "features")
@RunOnVirtualThread
public class FeatureStatisticsResource {

    private final FeatureStatisticsService service;

    FeatureStatisticsResource(FeatureStatisticsService service) {
        this.service = service;
    }

    @GET
    @Operation(summary = "What the rows of a view hold, offline and online: freshness, missing values, distributions")
    @APIResponse(responseCode = "200", description = "The statistics; a store without rows is null")
    @APIResponse(responseCode = "404", description = "There is no such view")
    public ViewStatistics statistics(@RestPath String view) {
        return service.describe(view);
    }
}
