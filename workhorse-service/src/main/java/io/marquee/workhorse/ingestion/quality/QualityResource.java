package io.marquee.workhorse.ingestion.quality;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;

/** What is said of the data of loads, over HTTP. */
@Path("/api/v1/quality")
@Tag(name = "quality")
@RunOnVirtualThread
public class QualityResource {

    /** Reports. */
    public record Newest(List<QualityReport> reports) {}

    private final QualityReports reports;

    QualityResource(QualityReports reports) {
        this.reports = reports;
    }

    @GET
    @Path("/reports")
    @Operation(summary = "The newest reports on the data of loads, newest first; of one kind of source if given")
    public Newest newest(
            @RestQuery Optional<String> source, @RestQuery @DefaultValue("20") @Min(1) @Max(200) int limit) {
        return new Newest(reports.newest(source, limit));
    }
}
