package io.marquee.workhorse.ingestion.quality.rule;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.marquee.contract.event.DataQuality.CheckType;
import io.marquee.contract.event.DataQuality.Status;
import org.jspecify.annotations.Nullable;

/**
 * How a table met a rule.
 *
 * @param kind of the check, its name in the rule file
 * @param column null when it is the table as a whole
 * @param status passed; warning when the rule is kept although some records are bad; failed when it is broken
 * @param score share of good records, 0 to 1
 * @param observed in the unit of the threshold: a share, a count, days, a multiple; null when there was nothing to look at
 * @param threshold the bound, of two the one that is broken or nearer
 * @param affected records that are not as they should be
 * @param total records looked at
 * @param message rule, observed value and threshold, for people
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record CheckResult(
        String rule,
        String kind,
        String table,
        @Nullable String column,
        CheckType checkType,
        Severity severity,
        Status status,
        double score,
        @Nullable Double observed,
        double threshold,
        long affected,
        long total,
        String message) {

    /** The score below which the check fails. */
    @JsonIgnore
    public double scoreThreshold() {
        return switch (kind) {
            case "accepted", "valid", "range", "unique", "reference" -> threshold;
            case "nulls" -> 1 - threshold;
            default -> 1;
        };
    }

    /** Whether nothing of the load may stay. */
    @JsonIgnore
    public boolean forbidsLoad() {
        return severity == Severity.HARD && status == Status.FAILED;
    }
}
