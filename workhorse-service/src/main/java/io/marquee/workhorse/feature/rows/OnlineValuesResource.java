package io.marquee.workhorse.feature.rows;

import io.marquee.contract.problem.ProblemException;
import io.marquee.contract.problem.ProblemType;
import io.marquee.workhorse.feature.definition.ActiveDefinitions;
import io.marquee.workhorse.feature.serving.FeaturePlan;
import io.marquee.workhorse.feature.serving.FeatureServing;
import io.marquee.workhorse.feature.serving.OnlineQuery;
import io.marquee.workhorse.feature.serving.ServingException;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.concurrent.CompletionException;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Online values of several entities over HTTP, for people: with names, times and reasons beside each value. */
@Path("/api/v1/features/rows")
@Tag(name = "features")
@RunOnVirtualThread
public class OnlineValuesResource {

    private final ActiveDefinitions definitions;
    private final FeatureServing serving;

    OnlineValuesResource(ActiveDefinitions definitions, FeatureServing serving) {
        this.definitions = definitions;
        this.serving = serving;
    }

    @POST
    @Operation(summary = "Online values of some features of some entities, as serving reads them")
    @APIResponse(responseCode = "200", description = "The values, one row for each entity")
    @APIResponse(responseCode = "404", description = "There is no such view, feature or service")
    public OnlineValues read(@Nullable OnlineValuesRequest request) {
        if (request == null) {
            throw ProblemException.invalid("features", null, "is required");
        }
        OnlineQuery query = request.query(definitions.get());
        try {
            FeaturePlan plan = serving.plan(query);
            return OnlineValues.from(
                    plan,
                    serving.read(plan, query)
                            .toCompletionStage()
                            .toCompletableFuture()
                            .join());
        } catch (ServingException e) {
            throw problem(e);
        } catch (CompletionException e) {
            if (e.getCause() instanceof ServingException refused) {
                throw problem(refused);
            }
            throw e;
        }
    }

    private static ProblemException problem(ServingException refused) {
        ProblemType type =
                switch (refused.kind()) {
                    case VIEW_NOT_FOUND, SERVICE_NOT_FOUND, PUSH_SOURCE_NOT_FOUND -> ProblemType.NOT_FOUND;
                    case NAME_COLLISION, INVALID -> ProblemType.INVALID_REQUEST;
                    case UNAVAILABLE -> ProblemType.UNAVAILABLE;
                };
        return new ProblemException(type, String.valueOf(refused.getMessage()), refused);
    }
}
