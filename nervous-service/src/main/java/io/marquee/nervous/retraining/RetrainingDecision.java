package io.marquee.nervous.retraining;

import com.fasterxml.jackson.annotation.JsonValue;
import io.marquee.contract.id.ModelVersion;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What {@link RetrainingPolicy} answers. */
public sealed interface RetrainingDecision {

    /** The decision in one sentence for a person, with the numbers that it rests on. */
    String reason();

    /**
     * Train anew.
     *
     * @param model the version whose decay is the cause; null when the cause names none
     */
    record Trigger(
            RetrainingCause cause, String reason, @Nullable ModelVersion model) implements RetrainingDecision {}

    /** Leave the models as they are for now. */
    record Hold(Why why, String reason) implements RetrainingDecision {

        /** The kinds of reasons to hold. */
        public enum Why {
            SWITCHED_OFF,
            NO_CHAMPION,
            NO_CAUSE,
            ONE_AT_A_TIME,
            COOLDOWN,
            NOTHING_NEW_TO_LEARN;

            @JsonValue
            public String wireName() {
                return name().toLowerCase(Locale.ROOT);
            }
        }
    }
}
