package io.marquee.workhorse.ingestion.quality.statistics;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

/** One data set of the catalogue over HTTP; the list of them is in {@code CatalogueResource}. */
@Path("/api/v1")
@Tag(name = "catalogue")
@RunOnVirtualThread
public class DatasetResource {

    private final StatisticsService statistics;

    DatasetResource(StatisticsService statistics) {
        this.statistics = statistics;
    }

    @GET
    @Path("/datasets/{name}")
    @Operation(summary = "One data set: rows, bytes and its newest change")
    @APIResponse(responseCode = "404", description = "There is none of that name; the answer names those there are")
    public DatasetSummary summary(@RestPath String name) {
        return statistics.summary(name);
    }

    @GET
    @Path("/datasets/{name}/columns")
    @Operation(summary = "What each column of a data set holds: nulls, distinct and top values, distribution")
    @APIResponse(responseCode = "404", description = "There is none of that name; the answer names those there are")
    @APIResponse(responseCode = "503", description = "It takes too long at the moment")
    public DatasetStatistics columns(@RestPath String name) {
        return statistics.columns(name);
    }
}
