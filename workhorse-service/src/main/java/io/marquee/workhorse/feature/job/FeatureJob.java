package io.marquee.workhorse.feature.job;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A piece of work on features.
 *
 * @param step what is being done, or was last
 * @param result what came out, a JSON object
 * @param error why it failed, for people
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record FeatureJob(
        String jobId,
        Kind kind,
        State state,
        String step,
        @JsonRawValue @Nullable String result,
        @Nullable String error,
        Instant startedAt,
        @Nullable Instant finishedAt) {

    /** What is done. */
    public enum Kind {
        /** Offline rows are computed from the catalogue. */
        BUILD,
        /** Offline rows of an interval are brought online. */
        MATERIALIZE,
        /** What has come since the last time is brought online. */
        MATERIALIZE_INCREMENTAL,
        /** Everything is brought online again, whatever was before. */
        REBUILD,
        /** Features of the past are joined; asked for by a path of its own. */
        HISTORICAL;

        /** The kind of that name, or null. */
        static @Nullable Kind named(String name) {
            for (Kind kind : values()) {
                if (kind.wireName().equals(name)) {
                    return kind;
                }
            }
            return null;
        }

        @JsonValue
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

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
