package io.marquee.workhorse.job;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A piece of long work.
 *
 * @param kind what is done, for example {@code restore}
 * @param subject what it is done to, null where the kind says all
 * @param result what came out, a JSON object
 * @param error why it failed, for people
 */
public record Job(
        String jobId,
        String kind,
        @Nullable String subject,
        State state,
        JobProgress.State progress,
        @Nullable String result,
        @Nullable String error,
        Instant startedAt,
        @Nullable Instant finishedAt) {

    /** How far it is. */
    public enum State {
        RUNNING,
        SUCCEEDED,
        FAILED;

        @JsonValue
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
