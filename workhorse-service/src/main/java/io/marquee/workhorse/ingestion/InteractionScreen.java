package io.marquee.workhorse.ingestion;

import io.marquee.contract.event.InteractionType;
import io.marquee.contract.event.UserInteraction;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** Tells interactions that cannot be true, or could not be stored, from the others. */
final class InteractionScreen {

    /**
     * What is wrong with an interaction.
     *
     * @param field of the event
     * @param reason for people
     */
    record Objection(String field, String reason) {}

    /** Clocks of two machines may differ by a few minutes; an event from further ahead is an error. */
    private static final Duration CLOCK_DIFFERENCE = Duration.ofMinutes(5);

    private static final int LONGEST_ID = 200;

    private final Clock clock;

    InteractionScreen(Clock clock) {
        this.clock = clock;
    }

    /** What is wrong with it, if anything is; whether its movie exists is not looked at. */
    Optional<Objection> objection(UserInteraction interaction) {
        if (!isEventId(interaction.eventId())) {
            return Optional.of(new Objection("event_id", "'event_id' must be 1 to 200 printable ASCII characters"));
        }
        if (interaction.userId() < 1) {
            return Optional.of(new Objection("user_id", "'user_id' must be at least 1, got: " + interaction.userId()));
        }
        if (!interaction.timestamp().isAfter(Instant.EPOCH)) {
            return Optional.of(new Objection(
                    "timestamp", "'timestamp' must be after 1970-01-01, got: " + interaction.timestamp()));
        }
        // A rating from the future would stay the newest one for as long as it is.
        if (interaction.timestamp().isAfter(clock.instant().plus(CLOCK_DIFFERENCE))) {
            return Optional.of(new Objection(
                    "timestamp", "'timestamp' must not be in the future, got: " + interaction.timestamp()));
        }
        return Optional.empty();
    }

    private static boolean isEventId(String text) {
        if (text.isEmpty() || text.length() > LONGEST_ID) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '!' || text.charAt(i) > '~') {
                return false;
            }
        }
        return true;
    }

    /** What is wrong with a rating of a movie that is none of these. */
    Optional<Objection> unknownMovie(UserInteraction interaction, Set<Long> known) {
        if (interaction.interactionType() != InteractionType.RATING || known.contains(interaction.contentId())) {
            return Optional.empty();
        }
        return Optional.of(new Objection(
                "content_id",
                "'content_id' names movie " + interaction.contentId() + ", which is not in the catalogue"));
    }
}
