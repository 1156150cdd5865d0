package io.marquee.nervous.retraining;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A wish for a retraining that comes from outside the service's own watching. */
public sealed interface RetrainingSignal {

    /**
     * An alert asks for it.
     *
     * @param alertName for example {@code ModelDrift}
     * @param summary one sentence for a person; may be empty
     * @param modelName the model it is about; null when the alert does not say
     */
    record AlertFired(
            String alertName, String summary, @Nullable String modelName) implements RetrainingSignal {

        public AlertFired {
            Objects.requireNonNull(alertName, "alertName");
            Objects.requireNonNull(summary, "summary");
        }
    }

    /**
     * A person asks for it. It needs no new ratings, because the person may know what has changed.
     *
     * @param overrideCooldown whether it may come sooner after the last one than the cooldown allows
     */
    record AskedFor(String reason, boolean overrideCooldown) implements RetrainingSignal {

        public AskedFor {
            Objects.requireNonNull(reason, "reason");
        }
    }
}
