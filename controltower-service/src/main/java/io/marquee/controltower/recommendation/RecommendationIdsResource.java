package io.marquee.controltower.recommendation;

import static io.marquee.controltower.recommendation.RecommendationResource.DEFAULT_K;
import static io.marquee.controltower.recommendation.RecommendationResource.MAX_K;

import io.marquee.controltower.platform.RequestValue;
import io.marquee.platform.web.RequestId;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.time.Clock;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** Recommendations for clients of the v1 gateway that came before. */
@Path("/api/v1/recommendations")
@Tag(name = "recommendations, compatible")
@RunOnVirtualThread
public class RecommendationIdsResource {

    private final RecommendationService service;
    private final RequestId requestId;
    private final Clock clock;

    RecommendationIdsResource(RecommendationService service, RequestId requestId, Clock clock) {
        this.service = service;
        this.requestId = requestId;
        this.clock = clock;
    }

    @GET
    @Operation(summary = "Movie ids with count and algorithm; without a user what most people like")
    public RecommendationIdsResponse get(
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
        Long user = RequestValue.optionalId("user_id", userId);
        int count = RequestValue.count("k", k, DEFAULT_K, MAX_K);
        return RecommendationIdsResponse.from(service.recommend(user, count, requestId.value()), clock.instant());
    }
}
