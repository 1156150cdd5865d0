package io.marquee.workhorse.ingestion;

import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One run of reading a folder into the catalogue.
 *
 * @param progress 0 to 1
 * @param rawArchive where the files are kept as they came, a prefix in the object store
 * @param error why it failed, for people
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record Ingestion(
        String ingestionId,
        Source source,
        String path,
        State state,
        double progress,
        RowCounts movies,
        RowCounts ratings,
        @Nullable String rawArchive,
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
