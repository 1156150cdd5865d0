package io.marquee.controltower.recommendation;

import static io.marquee.controltower.recommendation.RecommendationResource.DEFAULT_K;
import static io.marquee.controltower.recommendation.RecommendationResource.MAX_K;

import io.marquee.contract.problem.ProblemException;
import io.marquee.controltower.platform.RequestValue;
import io.marquee.platform.web.RequestId;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.time.Clock;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** Recommendations for clients that ask for {@code recommended_content_id}. */
@Path("/batch-predict")
@Tag(name = "recommendations, compatible")
@RunOnVirtualThread
public class BatchPredictResource {

    private final RecommendationService service;
    private final RequestId requestId;
    private final Clock clock;

    BatchPredictResource(RecommendationService service, RequestId requestId, Clock clock) {
        this.service = service;
        this.requestId = requestId;
        this.clock = clock;
    }

    @GET
    @Operation(summary = "Movie ids as recommended_content_id; without a user what most people like")
    public RecommendedContentResponse get(
            @RestQuery("k")
                    @Parameter(
                            schema =
                                    @Schema(
                                            type = SchemaType.INTEGER,
                                            minimum = "1",
                                            maximum = "100",
                                            defaultValue = "10"))
                    @Nullable
                    String k,
            @RestQuery("user_id") @Parameter(schema = @Schema(type = SchemaType.INTEGER)) @Nullable String userId) {
        return answer(RequestValue.optionalId("user_id", userId), RequestValue.count("k", k, DEFAULT_K, MAX_K));
    }

    @POST
    @Operation(summary = "Movie ids for a user as recommended_content_id")
    public RecommendedContentResponse post(@Nullable BatchPredictRequest request) {
        if (request == null) {
            throw ProblemException.invalid("body", null, "is required");
        }
        return answer(
                RequestValue.id("user_id", request.userId()), RequestValue.count("k", request.k(), DEFAULT_K, MAX_K));
    }

    private RecommendedContentResponse answer(@Nullable Long userId, int k) {
        return RecommendedContentResponse.from(service.recommend(userId, k, requestId.value()), k, clock.instant());
    }
}
