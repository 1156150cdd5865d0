package io.marquee.workhorse.feature.statistics;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the rows hold in one field.
 *
 * @param nullRate share of the rows without a value, 0 to 1
 * @param distinct different values, estimated
 * @param rule what the definition demands of a value; null when it demands nothing
 * @param violations values that break the rule, or are no finite numbers
 * @param numbers of numbers only; of lists, of how long they are
 * @param top the most frequent values of texts, flags and parts of lists
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record FieldStatistics(
        String name,
        String type,
        String description,
        long nulls,
        double nullRate,
        long distinct,
        @Nullable Rule rule,
        long violations,
        @Nullable Numbers numbers,
        @Nullable List<TopValue> top) {

    /** The range that values must keep to; either bound may be open. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Rule(@Nullable Double min, @Nullable Double max) {}

    /**
     * A distribution.
     *
     * @param stddev of the sample, null for fewer than two values
     * @param quantiles by name, {@code p01} to {@code p99}, estimated
     */
    public record Numbers(
            double min,
            double max,
            double mean,
            @Nullable Double stddev,
            Map<String, Double> quantiles,
            List<Bin> histogram) {}

    /** Values from {@code from} up to, in all but the last bin excluding, {@code to}. */
    public record Bin(double from, double to, long count) {}

    /**
     * A frequent value.
     *
     * @param share of the values
     */
    public record TopValue(String value, long count, double share) {}
}
