package io.marquee.workhorse.ingestion.crawl;

import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One crawl of an API.
 *
 * @param requestedBy the pipeline task that asked for it
 * @param params everything that decides what is fetched
 * @param phase what it is at while it runs
 * @param stepsDone steps with an answer, {@code stepsMissing} among them
 * @param stepsTotal steps known so far; grows while pages name further movies
 * @param stepsMissing things that the API does not know (any more)
 * @param requests sent, repeated ones included
 * @param waitedSeconds spent on keeping the interval and on giving the API time
 * @param activeSeconds at work, without the time between a stop and the resumption
 * @param requestsPerSecond while at work
 * @param resumed how often it went on after a stop
 * @param problems the last failed attempts, the newest first
 * @param error why it failed, for people
 * @param archive prefix of the raw answers in the object store
 * @param ingestionId the ingestion of what was crawled
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record Crawl(
        String crawlId,
        String source,
        @Nullable String requestedBy,
        Map<String, Object> params,
        State state,
        Phase phase,
        @Nullable String worker,
        long stepsDone,
        long stepsTotal,
        long stepsMissing,
        long requests,
        long retries,
        double waitedSeconds,
        double activeSeconds,
        double requestsPerSecond,
        int resumed,
        List<Problem> problems,
        @Nullable String error,
        String archive,
        @Nullable String ingestionId,
        Instant createdAt,
        @Nullable Instant finishedAt) {

    /** A failed attempt. */
    public record Problem(Instant at, String step, int attempt, String reason) {}

    /** How far it is. A failed and a cancelled one can be resumed. */
    public enum State {
        QUEUED,
        RUNNING,
        SUCCEEDED,
        FAILED,
        CANCELLED;

        @JsonValue
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }

        boolean ended() {
            return this == SUCCEEDED || this == FAILED || this == CANCELLED;
        }
    }

    /** What it is at. */
    public enum Phase {
        FETCHING,
        ARCHIVING,
        INGESTING;

        @JsonValue
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
