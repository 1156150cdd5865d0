package io.marquee.controltower.orchestration.execution;

import io.marquee.controltower.orchestration.run.RunType;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Asks for a run.
 *
 * @param runId null for one made from the type and the time
 * @param logicalDate the time that the run is for, if it is for one
 * @param runAfter not to start before; null for now
 */
public record RunRequest(
        RunType type,
        @Nullable String runId,
        @Nullable Instant logicalDate,
        @Nullable Instant dataIntervalStart,
        @Nullable Instant dataIntervalEnd,
        @Nullable Instant runAfter,
        Map<String, Object> conf,
        @Nullable String note) {

    /** As Python's {@code isoformat} writes it, which Airflow's run ids contain. */
    private static final DateTimeFormatter ISO = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .appendLiteral('T')
            .appendPattern("HH:mm:ss")
            .optionalStart()
            .appendFraction(ChronoField.MICRO_OF_SECOND, 6, 6, true)
            .optionalEnd()
            .appendOffset("+HH:MM", "+00:00")
            .toFormatter();

    private static final DateTimeFormatter ISO_WHOLE_SECONDS = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssxxx");

    /** A run that the schedule asks for at that time. */
    public static RunRequest scheduled(Instant fireTime) {
        return new RunRequest(RunType.SCHEDULED, null, fireTime, fireTime, fireTime, fireTime, Map.of(), null);
    }

    /** The run's id, as Airflow makes it: {@code manual__2026-01-02T03:04:05.678901+00:00}. */
    String runIdAt(Instant now) {
        if (runId != null) {
            return runId;
        }
        Instant at = runAfter != null ? runAfter : now;
        DateTimeFormatter format = at.getNano() / 1000 == 0 ? ISO_WHOLE_SECONDS : ISO;
        return type.wireName() + "__" + format.format(at.atOffset(ZoneOffset.UTC));
    }
}
