package io.marquee.workhorse.ingestion.quality.statistics;

/**
 * How many different values a column has.
 *
 * @param exact whether they were counted, not estimated from a sample
 */
public record DistinctEstimate(long count, boolean exact) {

    /** Every value was seen. */
    static DistinctEstimate counted(long distinct) {
        return new DistinctEstimate(distinct, true);
    }

    /**
     * Estimates from a random sample, after Haas and Stokes (IBM Research Report RJ 10025, 1996), whose "Duj1" estimator
     * PostgreSQL's ANALYZE uses too: {@code n·d / (n − f1 + f1·n/N)}.
     *
     * @param distinct d, different values in the sample
     * @param once f1, values that the sample has only once
     * @param sampled n, values in the sample
     * @param all N, values in the table
     */
    static DistinctEstimate sampled(long distinct, long once, long sampled, long all) {
        if (sampled == 0) {
            return new DistinctEstimate(0, false);
        }
        double estimate = (double) sampled * distinct / (sampled - once + (double) once * sampled / all);
        return new DistinctEstimate(Math.round(Math.min(Math.max(estimate, distinct), all)), false);
    }
}
