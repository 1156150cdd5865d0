package io.marquee.workhorse.feature.skew;

import io.marquee.contract.problem.ProblemException;
import io.marquee.contract.problem.ProblemType;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Differences between what serving used and what training sees, over HTTP. */
@Path("/api/v1/features/skew")
@Tag(name = "features")
@RunOnVirtualThread
public class SkewResource {

    private final SkewService service;

    SkewResource(SkewService service) {
        this.service = service;
    }

    @GET
    @Operation(summary = "The newest skew report")
    @APIResponse(responseCode = "200", description = "The report, the worst feature first")
    @APIResponse(responseCode = "404", description = "None has been made yet")
    public SkewReport newest() {
        return service.newest()
                .orElseThrow(() -> new ProblemException(
                        ProblemType.NOT_FOUND, "there is no skew report yet; POST here makes one"));
    }

    @POST
    @Operation(summary = "Compares the kept predictions with the current offline rows, and answers with the report")
    @APIResponse(responseCode = "200", description = "The report, the worst feature first")
    @APIResponse(responseCode = "409", description = "There are no offline rows yet")
    public SkewReport compare() {
        return service.compare();
    }
}
