package io.marquee.workhorse.ingestion.quality;

import io.marquee.contract.problem.ProblemException;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

/** What is said of the data of one ingestion, over HTTP. */
@Path("/api/v1/ingestions")
@Tag(name = "quality")
@RunOnVirtualThread
public class IngestionReportResource {

    private final QualityReports reports;

    IngestionReportResource(QualityReports reports) {
        this.reports = reports;
    }

    @GET
    @Path("/{ingestionId}/report")
    @Operation(summary = "What was found of the data of one ingestion, rule by rule")
    @APIResponse(
            responseCode = "404",
            description = "There is none: it still runs, or failed before its data was looked at")
    public QualityReport report(@RestPath String ingestionId) {
        return reports.find(ingestionId)
                .orElseThrow(() -> ProblemException.notFound("report of ingestion_id", ingestionId));
    }
}
