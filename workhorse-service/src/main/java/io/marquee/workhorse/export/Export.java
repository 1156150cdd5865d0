package io.marquee.workhorse.export;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One export.
 *
 * @param source a table or query of the catalogue
 * @param target where its rows go, without any secret
 * @param rows written; 0 until it has succeeded
 * @param error why it failed
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Export(
        String exportId,
        String source,
        String target,
        State state,
        long rows,
        Instant startedAt,
        @Nullable Instant finishedAt,
        @Nullable String error) {

    /** How far it is. */
    public enum State {
        @JsonProperty("running")
        RUNNING,
        @JsonProperty("succeeded")
        SUCCEEDED,
        @JsonProperty("failed")
        FAILED
    }
}
