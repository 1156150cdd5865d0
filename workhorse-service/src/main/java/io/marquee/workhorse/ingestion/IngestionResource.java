package io.marquee.workhorse.ingestion;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.marquee.contract.problem.ProblemException;
import io.marquee.workhorse.ingestion.source.IngestionRequest;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** Ingestions over HTTP. */
@Path("/api/v1/ingestions")
@Tag(name = "ingestion")
@RunOnVirtualThread
public class IngestionResource {

    /**
     * What to ingest.
     *
     * @param source the kind of source
     * @param sourceUri a path, a URI or inline SQL, as the kind needs
     * @param options of the kind
     * @param dryRun whether to read, judge and report only
     */
    public record Request(
            @NotBlank String source,

            @JsonProperty("source_uri") @JsonAlias("path") @Nullable
            String sourceUri,

            @Nullable Map<String, Object> options,
            @JsonProperty("dry_run") boolean dryRun) {

        IngestionRequest toIngestionRequest() {
            return new IngestionRequest(source, sourceUri, options == null ? Map.of() : options);
        }
    }

    /** The newest runs. */
    public record Newest(List<Ingestion> ingestions) {}

    private final IngestionService ingestions;

    IngestionResource(IngestionService ingestions) {
        this.ingestions = ingestions;
    }

    @POST
    @Operation(summary = "Starts to read a source into the catalogue")
    @APIResponse(responseCode = "202", description = "It has started; look at the Location for its state")
    @APIResponse(responseCode = "400", description = "There is no such kind of source, or a value is not what it needs")
    @APIResponse(responseCode = "422", description = "A file or its header cannot be read")
    public Response start(@Valid @Nullable Request request) {
        if (request == null) {
            throw ProblemException.invalid("source", null, "is required");
        }
        String id =
                ingestions.start(request.toIngestionRequest(), request.dryRun()).ingestionId();
        return Response.accepted(ingestions.get(id))
                .location(URI.create("/api/v1/ingestions/" + id))
                .build();
    }

    @GET
    @Path("/{ingestionId}")
    @Operation(summary = "One ingestion: its state, progress, row counts and quality report")
    public Ingestion get(@RestPath String ingestionId) {
        return ingestions.get(ingestionId);
    }

    @GET
    @Operation(summary = "The newest ingestions, newest first")
    public Newest newest(@RestQuery @DefaultValue("20") @Min(1) @Max(200) int limit) {
        return new Newest(ingestions.newest(limit));
    }
}
