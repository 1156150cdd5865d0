package io.marquee.workhorse.ingestion.quality;

import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.marquee.contract.event.DataQuality.Status;
import io.marquee.workhorse.ingestion.quality.rule.CheckResult;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * What is said of a load.
 *
 * @param source the kind of source
 * @param origin where the data was
 * @param dryRun whether nothing would have been loaded anyway
 * @param score the lowest of the checks, 0 to 1
 * @param checks what was checked, and how it came out, in the order of tables and rules
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record QualityReport(
        String ingestionId,
        String source,
        String origin,
        boolean dryRun,
        Outcome outcome,
        double score,
        Instant createdAt,
        List<CheckResult> checks) {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .build();

    /** What became of the load. */
    public enum Outcome {
        /** All rules are kept and all records good. */
        PASSED,
        /** All rules are kept. */
        WARNING,
        /** Soft rules are broken; it was loaded. */
        FAILED,
        /** Hard rules are broken; nothing was loaded. */
        REFUSED;

        @JsonValue
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public QualityReport {
        checks = List.copyOf(checks);
    }

    /** The report on these checks. */
    static QualityReport of(
            String ingestionId,
            String source,
            String origin,
            boolean dryRun,
            Instant createdAt,
            List<CheckResult> checks) {
        return new QualityReport(
                ingestionId,
                source,
                origin,
                dryRun,
                outcome(checks),
                checks.stream().mapToDouble(CheckResult::score).min().orElse(1),
                createdAt,
                checks);
    }

    /** The report as it is kept with the ingestion. */
    public String toJson() {
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the report of " + ingestionId + " cannot be written as JSON", e);
        }
    }

    private static Outcome outcome(List<CheckResult> checks) {
        if (checks.stream().anyMatch(CheckResult::forbidsLoad)) {
            return Outcome.REFUSED;
        }
        if (checks.stream().anyMatch(check -> check.status() == Status.FAILED)) {
            return Outcome.FAILED;
        }
        return checks.stream().anyMatch(check -> check.status() == Status.WARNING) ? Outcome.WARNING : Outcome.PASSED;
    }
}
