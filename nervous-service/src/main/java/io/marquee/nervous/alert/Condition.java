package io.marquee.nervous.alert;

import io.marquee.contract.event.SystemAlert;
import java.util.Map;

/**
 * Whether something that an operator should know holds now. A condition of which too little is known to say either is not
 * reported at all: what was raised stays raised.
 */
sealed interface Condition {

    /** Stable name, for example {@code feature-drift}. */
    String code();

    /** What it is about, for example {@code personal-rating/2}. */
    String subject();

    /** It holds. */
    record Raised(String code, String subject, SystemAlert.Level level, String message, Map<String, Object> details)
            implements Condition {}

    /**
     * It does not hold, or no longer.
     *
     * @param message how it ended, when it had been raised
     */
    record Cleared(String code, String subject, String message) implements Condition {}
}
