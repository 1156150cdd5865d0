package io.marquee.contract.event;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A user did something with a movie: saw it, clicked it, rated it.
 *
 * @param contentId the movie; required unless the interaction is a search or a filter
 * @param rating stars from 0.5 to 5; required for, and only for, {@link InteractionType#RATING}
 * @param durationSeconds how long it took, for example the watch time
 */
public record UserInteraction(
        String eventId,
        Instant timestamp,
        String source,
        long userId,
        @Nullable Long contentId,
        InteractionType interactionType,
        @Nullable String sessionId,
        @Nullable Double rating,
        @Nullable String searchQuery,
        @Nullable String deviceType,
        @Nullable String userAgent,
        @Nullable String ipAddress,
        @Nullable String referrer,
        @Nullable String pageUrl,
        @Nullable Double durationSeconds,
        Map<String, Object> metadata)
        implements Event {

    public UserInteraction {
        Require.text(eventId, "event_id");
        Require.present(timestamp, "timestamp");
        Require.text(source, "source");
        Require.present(interactionType, "interaction_type");
        metadata = Require.copy(metadata);
        boolean needsContent = interactionType != InteractionType.SEARCH && interactionType != InteractionType.FILTER;
        if (needsContent) {
            Require.present(contentId, "content_id");
        }
        if (interactionType == InteractionType.RATING) {
            double stars = Require.present(rating, "rating");
            if (!(stars >= MIN_RATING && stars <= MAX_RATING)) {
                throw new IllegalArgumentException(
                        "field 'rating' must be between " + MIN_RATING + " and " + MAX_RATING + ", got: " + stars);
            }
        }
    }

    /** Lowest rating a user can give. */
    public static final double MIN_RATING = 0.5;

    /** Highest rating a user can give. */
    public static final double MAX_RATING = 5.0;

    /** A rating of a movie with nothing else known. */
    public static UserInteraction rating(
            String eventId, Instant timestamp, String source, long userId, long movieId, double rating) {
        return new UserInteraction(
                eventId,
                timestamp,
                source,
                userId,
                movieId,
                InteractionType.RATING,
                null,
                rating,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                Map.of());
    }

    @Override
    public String eventType() {
        return "user_interaction";
    }

    @Override
    public String key() {
        return "user_" + userId;
    }
}
