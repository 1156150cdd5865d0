package io.marquee.workhorse.ingestion.quality.statistics;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a column holds.
 *
 * @param type of PostgreSQL, {@code text[]} for a list
 * @param unit of a number, where the schema names one
 * @param nullShare 0 to 1; an empty list is not null
 * @param numbers for numbers only
 * @param times for times and days only
 * @param lengths characters of texts, parts of lists
 * @param top the most frequent values of texts, lists (their parts) and flags
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ColumnStatistics(
        String name,
        String type,
        @Nullable String unit,
        @Nullable String description,
        long nulls,
        double nullShare,
        DistinctEstimate distinct,
        @Nullable Numbers numbers,
        @Nullable Times times,
        @Nullable Lengths lengths,
        @Nullable List<TopValue> top) {

    /**
     * The distribution of numbers.
     *
     * @param stddev of the sample, null for fewer than two values
     * @param quantiles by name, {@code p01} to {@code p99}, interpolated between neighbours
     */
    public record Numbers(
            double min,
            double max,
            double mean,
            @Nullable Double stddev,
            Map<String, Double> quantiles,
            List<Bin> histogram) {}

    /** The distribution of times. */
    public record Times(Instant min, Instant max, Map<String, Instant> quantiles, List<TimeBin> histogram) {}

    /** How long values are. */
    public record Lengths(double min, double max, double mean) {}

    /** Values from {@code from} up to, in all but the last bin excluding, {@code to}; estimated when rows were sampled. */
    public record Bin(double from, double to, long count) {}

    /** As {@link Bin}, for times. */
    public record TimeBin(Instant from, Instant to, long count) {}

    /**
     * A frequent value.
     *
     * @param value as text, cut after 200 characters
     * @param count estimated when rows were sampled
     * @param share of the rows that have a value
     */
    public record TopValue(String value, long count, double share) {}
}
