package io.marquee.controltower.recommendation;

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
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** Recommendations over HTTP. */
@Path("/api/v1/users/{user_id}/recommendations")
@Tag(name = "recommendations")
@RunOnVirtualThread
public class RecommendationResource {

    static final int DEFAULT_K = 10;
    static final int MAX_K = 100;

    private final RecommendationService service;
    private final RequestId requestId;

    RecommendationResource(RecommendationService service, RequestId requestId) {
        this.service = service;
        this.requestId = requestId;
    }

    @GET
    @Operation(
            summary = "The best movies for a user that the user has not rated",
            description = "k is 1 to 100, 10 when absent. An unknown user gets what most people like (algorithm"
                    + " popularity).")
    @APIResponse(responseCode = "200", description = "At most k movies, best first, each once")
    @APIResponse(responseCode = "400", description = "k or the user id is not valid")
    @APIResponse(responseCode = "503", description = "No model is loaded yet")
    public RecommendationsResponse recommendations(
            @RestPath("user_id") @Parameter(schema = @Schema(type = SchemaType.INTEGER)) String userId,
            @RestQuery("k")
                    @Parameter(
                            schema =
                                    @Schema(
                                            type = SchemaType.INTEGER,
                                            minimum = "1",
                                            maximum = "100",
                                            defaultValue = "10"))
                    @Nullable
                    String k) {
        String id = requestId.value();
        return RecommendationsResponse.from(
                service.recommend(RequestValue.id("user_id", userId), RequestValue.count("k", k, DEFAULT_K, MAX_K), id),
                id);
    }
}
