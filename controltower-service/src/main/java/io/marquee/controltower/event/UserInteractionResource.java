package io.marquee.controltower.event;

import io.marquee.contract.event.UserInteraction;
import io.marquee.contract.problem.ProblemException;
import io.marquee.controltower.feature.RecentRatings;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import java.time.Clock;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;

/** Takes in what users do. */
@Path("/api/v1/events/user-interaction")
@Tag(name = "events")
@RunOnVirtualThread
public class UserInteractionResource {

    private final EventLog events;
    private final RecentRatings recent;
    private final Clock clock;

    UserInteractionResource(EventLog events, RecentRatings recent, Clock clock) {
        this.events = events;
        this.recent = recent;
        this.clock = clock;
    }

    @POST
    @ResponseStatus(202)
    @Operation(summary = "Tell what a user did with a movie: a rating, a view, a click, …")
    @APIResponse(responseCode = "202", description = "Stored; it reaches Kafka even if this service is killed now")
    @APIResponse(responseCode = "503", description = "No room for more waiting events; try again as Retry-After says")
    public InteractionResponse take(
            @Nullable InteractionRequest request, @HeaderParam(HttpHeaders.USER_AGENT) @Nullable String userAgent) {
        if (request == null) {
            throw ProblemException.invalid("body", null, "is required");
        }
        UserInteraction interaction = request.toEvent("controltower", userAgent, clock);
        events.keep(interaction);
        recent.note(interaction);
        return new InteractionResponse(
                interaction.eventId(),
                "accepted",
                "the " + interaction.interactionType().wireName() + " of user " + interaction.userId() + " is stored",
                clock.instant());
    }
}
