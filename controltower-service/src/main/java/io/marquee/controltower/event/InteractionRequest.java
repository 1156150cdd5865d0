package io.marquee.controltower.event;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.marquee.contract.event.InteractionType;
import io.marquee.contract.event.UserInteraction;
import io.marquee.contract.id.EventId;
import io.marquee.contract.problem.ProblemException;
import io.marquee.controltower.platform.RequestValue;
import io.marquee.controltower.platform.WholeNumber;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a client says a user did. Only {@code user_id} and {@code interaction_type} are always required.
 *
 * @param movieId the movie, also accepted as {@code content_id}; required unless the user searched or filtered
 * @param interactionType view, click, rating, like, dislike, share, watchlist_add, watchlist_remove, search or filter
 * @param rating stars from 0.5 to 5; required for, and only for, the type rating
 * @param eventId the client's own id: sending the same event twice with it counts once
 * @param timestamp when it happened, ISO-8601 with an offset; now when absent
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record InteractionRequest(
        @JsonDeserialize(using = WholeNumber.class) @Nullable
        Long userId,

        @JsonDeserialize(using = WholeNumber.class) @JsonAlias("content_id") @Nullable
        Long movieId,

        @Nullable String interactionType,
        @Nullable Double rating,
        @Nullable String sessionId,
        @Nullable String searchQuery,
        @Nullable String deviceType,
        @Nullable Double durationSeconds,
        @Nullable String pageUrl,
        @Nullable String referrer,
        @Nullable Map<String, Object> metadata,
        @Nullable String eventId,
        @Nullable String timestamp) {

    private static final Pattern EVENT_ID = Pattern.compile("[A-Za-z0-9._:-]{1,128}");
    private static final int SHORT = 256;
    private static final int LONG = 2_048;
    private static final Duration CLOCK_SKEW = Duration.ofMinutes(5);

    /**
     * The event that this says.
     *
     * @param source the service that took it in
     * @param userAgent the client program
     * @throws ProblemException naming the field that is wrong
     */
    public UserInteraction toEvent(String source, @Nullable String userAgent, Clock clock) {
        Instant now = clock.instant();
        long user = RequestValue.id("user_id", userId);
        InteractionType type = type();
        boolean aboutMovie = type != InteractionType.SEARCH && type != InteractionType.FILTER;
        return new UserInteraction(
                id(now),
                happened(now),
                source,
                user,
                aboutMovie || movieId != null ? RequestValue.id("movie_id", movieId) : null,
                type,
                RequestValue.text("session_id", sessionId, SHORT),
                stars(type),
                RequestValue.text("search_query", searchQuery, LONG),
                RequestValue.text("device_type", deviceType, SHORT),
                userAgent == null || userAgent.length() <= LONG ? userAgent : userAgent.substring(0, LONG),
                null,
                RequestValue.text("referrer", referrer, LONG),
                RequestValue.text("page_url", pageUrl, LONG),
                duration(),
                metadata == null ? Map.of() : metadata);
    }

    private InteractionType type() {
        if (interactionType == null) {
            throw ProblemException.invalid("interaction_type", null, "is required");
        }
        try {
            return InteractionType.fromWire(interactionType);
        } catch (IllegalArgumentException e) {
            throw ProblemException.invalid(
                    "interaction_type",
                    interactionType,
                    "must be one of view, click, rating, like, dislike, share, watchlist_add, watchlist_remove, search,"
                            + " filter");
        }
    }

    private @Nullable Double stars(InteractionType type) {
        if (type != InteractionType.RATING) {
            if (rating != null) {
                throw ProblemException.invalid("rating", rating, "is only for interaction_type rating");
            }
            return null;
        }
        if (rating == null) {
            throw ProblemException.invalid("rating", null, "is required for interaction_type rating");
        }
        if (!(rating >= UserInteraction.MIN_RATING && rating <= UserInteraction.MAX_RATING)) {
            throw ProblemException.invalid(
                    "rating",
                    rating,
                    "must be between " + UserInteraction.MIN_RATING + " and " + UserInteraction.MAX_RATING);
        }
        return rating;
    }

    private @Nullable Double duration() {
        if (durationSeconds != null && !(durationSeconds >= 0 && durationSeconds < Double.POSITIVE_INFINITY)) {
            throw ProblemException.invalid("duration_seconds", durationSeconds, "must be 0 or more");
        }
        return durationSeconds;
    }

    private String id(Instant now) {
        if (eventId == null) {
            return EventId.next(now);
        }
        if (!EVENT_ID.matcher(eventId).matches()) {
            throw ProblemException.invalid(
                    "event_id", eventId, "must be 1 to 128 letters, digits, dots, colons, dashes or underscores");
        }
        return eventId;
    }

    private Instant happened(Instant now) {
        if (timestamp == null) {
            return now;
        }
        Instant then;
        try {
            then = OffsetDateTime.parse(timestamp).toInstant();
        } catch (DateTimeParseException e) {
            throw ProblemException.invalid(
                    "timestamp", timestamp, "must be an ISO-8601 time with an offset, such as 2026-01-31T12:00:00Z");
        }
        if (then.isAfter(now.plus(CLOCK_SKEW))) {
            throw ProblemException.invalid("timestamp", timestamp, "must not be in the future");
        }
        return then;
    }
}
