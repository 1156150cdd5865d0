package io.marquee.controltower.prediction;

import io.marquee.contract.problem.ProblemException;
import io.marquee.platform.web.RequestId;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Predicted ratings over HTTP. */
@Path("/api/v1/predict")
@Tag(name = "predictions")
@RunOnVirtualThread
public class PredictionResource {

    private final PredictionService service;
    private final RequestId requestId;

    PredictionResource(PredictionService service, RequestId requestId) {
        this.service = service;
        this.requestId = requestId;
    }

    @POST
    @Operation(
            summary = "How a user would rate movies",
            description = "An unknown user gets the movies' own means (method movie_only). A movie too new for the"
                    + " factor model is rated from what is known about it (method movie_rating_cold_start). While the"
                    + " feature store is away the model answers from its own tables, marked degraded.")
    @APIResponse(responseCode = "200", description = "One prediction per movie, in the order of the request")
    @APIResponse(responseCode = "404", description = "A movie is not known; the detail names it")
    @APIResponse(responseCode = "503", description = "No model is loaded yet")
    public PredictResponse predict(@Nullable PredictRequest request) {
        if (request == null) {
            throw ProblemException.invalid("body", null, "is required");
        }
        String id = requestId.value();
        return PredictResponse.from(service.predict(request.requireUserId(), request.requireMovieIds(), id), id);
    }
}
