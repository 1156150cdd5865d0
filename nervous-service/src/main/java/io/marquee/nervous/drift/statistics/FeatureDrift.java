package io.marquee.nervous.drift.statistics;

/**
 * How one column stands to its baseline.
 *
 * @param name column name, or {@code prediction}
 * @param rows values counted, missing ones included; fewer than the window has when not every request logged the column
 * @param psi population stability index; 0 while nothing was counted
 * @param missingRate share of the counted values that are missing
 * @param baselineMissingRate the same in the reference
 */
public record FeatureDrift(
        String name, long rows, double psi, double missingRate, double baselineMissingRate, Verdict verdict) {}
