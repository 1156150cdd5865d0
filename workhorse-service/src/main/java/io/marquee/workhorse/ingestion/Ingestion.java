package io.marquee.workhorse.ingestion;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.marquee.workhorse.ingestion.quality.RowCounts;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One run of reading a source into the catalogue.
 *
 * @param source the kind of source
 * @param path where the data is: a folder, a URI, a query
 * @param form in which of the source's forms the data is; empty when it has only one
 * @param dryRun whether nothing is loaded, however good it is
 * @param progress 0 to 1
 * @param rowsPerSecond records read in each second of the run until now or its end
 * @param rawArchive where the files are kept as they came, a prefix in the object store
 * @param error why it failed, for people
 * @param report what is said of the quality, as JSON; null until that is known
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record Ingestion(
        String ingestionId,
        String source,
        String path,
        String form,
        boolean dryRun,
        State state,
        double progress,
        RowCounts movies,
        RowCounts ratings,
        double rowsPerSecond,
        @Nullable String rawArchive,
        @Nullable String error,
        @Nullable @JsonRawValue String report,
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

    /** The same as {@link #path}, by the name that requests use. */
    @JsonProperty("source_uri")
    public String sourceUri() {
        return path;
    }
}
