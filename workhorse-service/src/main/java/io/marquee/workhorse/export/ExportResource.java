package io.marquee.workhorse.export;

import io.marquee.contract.problem.ProblemException;
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
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** Exports over HTTP. */
@Path("/api/v1/exports")
@Tag(name = "export")
@RunOnVirtualThread
public class ExportResource {

    /** The newest exports. */
    public record Newest(List<Export> exports) {}

    private final ExportService exports;

    ExportResource(ExportService exports) {
        this.exports = exports;
    }

    @POST
    @Operation(summary = "Starts to write a table or query of the catalogue to a file or a database")
    @APIResponse(responseCode = "202", description = "It has started; look at the Location for its state")
    @APIResponse(
            responseCode = "400",
            description = "The query does not only read the catalogue, or a value is not right")
    public Response start(@Valid @Nullable ExportRequest request) {
        if (request == null) {
            throw ProblemException.invalid("source", null, "is required");
        }
        Export export = exports.start(request);
        return Response.accepted(export)
                .location(URI.create("/api/v1/exports/" + export.exportId()))
                .build();
    }

    @GET
    @Path("/{exportId}")
    @Operation(summary = "One export: its state and how many rows were written")
    public Export get(@RestPath String exportId) {
        return exports.get(exportId);
    }

    @GET
    @Operation(summary = "The newest exports, newest first")
    public Newest newest(@RestQuery @DefaultValue("20") @Min(1) @Max(200) int limit) {
        return new Newest(exports.newest(limit));
    }
}
