package io.marquee.workhorse.ingestion.crawl;

import io.marquee.contract.problem.ProblemException;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** Crawls over HTTP. */
@Path("/api/v1/crawls")
@Tag(name = "crawl")
@RunOnVirtualThread
public class CrawlResource {

    /** The newest crawls. */
    public record Newest(List<Crawl> crawls) {}

    private final CrawlService crawls;

    CrawlResource(CrawlService crawls) {
        this.crawls = crawls;
    }

    @POST
    @Operation(
            summary = "Asks for a crawl of an API",
            description = "'source' names the API (tmdb). For tmdb: 'lists' (popular, top_rated, now_playing), 'years',"
                    + " 'pages' (\"1-5\"), 'details', 'changes', 'since', 'ingest', and whatever of the settings is to"
                    + " differ: 'region', 'language', 'include_image_language', 'interval_seconds', 'attempts', …")
    @APIResponse(responseCode = "202", description = "It starts, at once or when the crawl before it has ended")
    @APIResponse(responseCode = "400", description = "The request says something that the source does not understand")
    @APIResponse(responseCode = "503", description = "The service has no key for the API")
    public Response start(@Nullable Map<String, Object> request) {
        if (request == null || !(request.get("source") instanceof String source)) {
            throw ProblemException.invalid("source", request == null ? null : request.get("source"), "is required");
        }
        Map<String, Object> rest = new HashMap<>(request);
        rest.remove("source");
        return accepted(crawls.start(source, rest, null));
    }

    @GET
    @Operation(summary = "The newest crawls, newest first")
    public Newest newest(@RestQuery @DefaultValue("20") @Min(1) @Max(200) int limit) {
        return new Newest(crawls.newest(limit));
    }

    @GET
    @Path("/{crawlId}")
    @Operation(summary = "One crawl: its state, steps, requests, retries, waits, problems")
    public Crawl get(@RestPath String crawlId) {
        return crawls.get(crawlId);
    }

    @POST
    @Path("/{crawlId}/resume")
    @Operation(summary = "Lets a failed or cancelled crawl go on where it is")
    @APIResponse(responseCode = "202", description = "It goes on")
    @APIResponse(responseCode = "409", description = "It has neither failed nor been cancelled")
    public Response resume(@RestPath String crawlId) {
        return accepted(crawls.resume(crawlId));
    }

    @POST
    @Path("/{crawlId}/cancel")
    @Operation(summary = "Ends a crawl where it is")
    @APIResponse(responseCode = "200", description = "It is cancelled")
    @APIResponse(responseCode = "409", description = "It has ended already")
    public Crawl cancel(@RestPath String crawlId) {
        return crawls.cancel(crawlId);
    }

    private static Response accepted(Crawl crawl) {
        return Response.accepted(crawl)
                .location(URI.create("/api/v1/crawls/" + crawl.crawlId()))
                .build();
    }
}
