package io.marquee.workhorse.feature.stream.aggregate;

import org.jspecify.annotations.Nullable;

/**
 * An interaction as it is aggregated: what the table of events holds of it, to the digit.
 *
 * @param eventId its id; among events of one moment the greater id is the later one
 * @param movieId null for a search or a filter
 * @param interactionType the name on the wire
 * @param rating stars, as single precision prints them; null when nothing was rated
 * @param durationSeconds how long it took; null when that is not known
 * @param occurredAtMicros when, microseconds since the epoch
 */
public record StreamEvent(
        String eventId,
        long userId,
        @Nullable Long movieId,
        String interactionType,
        @Nullable Double rating,
        @Nullable Double durationSeconds,
        long occurredAtMicros) {

    /** The whole second in which it happened, since the epoch. */
    public long second() {
        return Math.floorDiv(occurredAtMicros, 1_000_000L);
    }
}
