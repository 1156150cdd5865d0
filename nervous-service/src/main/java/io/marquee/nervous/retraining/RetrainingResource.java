package io.marquee.nervous.retraining;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.marquee.contract.problem.ProblemException;
import io.marquee.contract.problem.ProblemType;
import io.marquee.nervous.retraining.RetrainingDecision.Hold;
import io.marquee.nervous.retraining.RetrainingDecision.Trigger;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** Retrainings, past, present and wished for. */
@Path("/api/v1/retraining")
@Tag(name = "retraining")
@RunOnVirtualThread
public class RetrainingResource {

    /** A person's wish. */
    @JsonNaming(SnakeCaseStrategy.class)
    public record Wish(@NotBlank @Size(max = 1000) String reason, boolean overrideCooldown) {}

    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Requested(String dagRunId, RetrainingCause trigger, String reason) {}

    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Overview(@Nullable Retraining current, PolicyState policy, List<Retraining> history) {}

    /**
     * The policy's settings and what it said last.
     *
     * @param decision {@code trigger} or {@code hold}; absent until it was asked for the first time
     * @param hold the kind of reason to hold
     */
    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record PolicyState(
            boolean enabled,
            long cooldownSeconds,
            long minNewRatings,
            @Nullable String decision,
            Hold.@Nullable Why hold,
            @Nullable String reason,
            @Nullable Instant decidedAt,
            @Nullable Instant cooldownEndsAt) {}

    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Retraining(
            String dagId,
            String dagRunId,
            RetrainingRequest.State state,
            RetrainingCause trigger,
            String reason,
            @Nullable String modelName,
            @Nullable Integer modelVersion,
            Instant requestedAt,
            @Nullable Instant acceptedAt,
            @Nullable Instant finishedAt,
            int attempts,
            @Nullable String error) {

        static Retraining from(RetrainingRequest request) {
            return new Retraining(
                    request.dagId(),
                    request.dagRunId(),
                    request.state(),
                    request.cause(),
                    request.reason(),
                    request.modelName(),
                    request.modelVersion(),
                    request.requestedAt(),
                    request.acceptedAt(),
                    request.finishedAt(),
                    request.attempts(),
                    request.lastError());
        }
    }

    private final RetrainingService retraining;
    private final RetrainingConfig config;

    RetrainingResource(RetrainingService retraining, RetrainingConfig config) {
        this.retraining = retraining;
        this.config = config;
    }

    @GET
    @Operation(summary = "The retraining under way, past ones, and why the policy holds or triggers")
    public Overview overview(@RestQuery @DefaultValue("20") @Min(1) @Max(1000) int limit) {
        List<Retraining> history =
                retraining.newest(limit).stream().map(Retraining::from).toList();
        Retraining current = history.stream()
                .filter(request -> RetrainingRequest.State.OPEN.contains(request.state()))
                .findFirst()
                .orElse(null);
        return new Overview(
                current, retraining.lastReview().map(this::policyState).orElseGet(() -> policyState(null)), history);
    }

    @POST
    @Operation(summary = "Ask for a retraining; 409 says why the policy holds it")
    public Response request(@NotNull @Valid Wish wish) {
        RetrainingService.Answer answer =
                retraining.answer(new RetrainingSignal.AskedFor(wish.reason(), wish.overrideCooldown()));
        return switch (answer.decision()) {
            case Trigger trigger ->
                Response.status(Response.Status.ACCEPTED)
                        .entity(new Requested(answer.dagRunId(), trigger.cause(), trigger.reason()))
                        .build();
            case Hold hold -> throw new ProblemException(ProblemType.CONFLICT, hold.reason());
        };
    }

    private PolicyState policyState(RetrainingService.@Nullable Review review) {
        RetrainingDecision decision = review == null ? null : review.decision();
        return new PolicyState(
                config.enabled(),
                config.cooldown().toSeconds(),
                config.minNewRatings(),
                decision == null ? null : decision instanceof Trigger ? "trigger" : "hold",
                decision instanceof Hold hold ? hold.why() : null,
                decision == null ? null : decision.reason(),
                review == null ? null : review.at(),
                review == null ? null : review.cooldownEndsAt());
    }
}
