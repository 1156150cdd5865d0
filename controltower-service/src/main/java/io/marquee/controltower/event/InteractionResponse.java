package io.marquee.controltower.event;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;

/** The interaction is stored and will reach everyone who listens. */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record InteractionResponse(String eventId, String status, String message, Instant timestamp) {}
