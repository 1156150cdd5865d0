package io.marquee.controltower.prediction;

import io.marquee.controltower.platform.RequestValue;
import io.marquee.platform.web.RequestId;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

/** A movie's predicted rating over HTTP. */
@Path("/api/v1/movies/{movie_id}/rating")
@Tag(name = "predictions")
@RunOnVirtualThread
public class MovieRatingResource {

    private final PredictionService service;
    private final RequestId requestId;

    MovieRatingResource(PredictionService service, RequestId requestId) {
        this.service = service;
        this.requestId = requestId;
    }

    @GET
    @Operation(
            summary = "How a movie is rated by people in general, from what is known about it",
            description =
                    "Where that is not at hand, the factor model's mean of the movie answers (method movie_only).")
    @APIResponse(responseCode = "200", description = "The predicted rating")
    @APIResponse(responseCode = "404", description = "The movie is not known")
    public MovieRatingResponse rating(
            @RestPath("movie_id") @Parameter(schema = @Schema(type = SchemaType.INTEGER)) String movieId) {
        String id = requestId.value();
        return MovieRatingResponse.from(service.rateMovie(RequestValue.id("movie_id", movieId), id), id);
    }
}
