package io.marquee.contract.drift;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Arrays;
import java.util.List;

/** How one column was distributed in the reference data. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = FeatureBaseline.Numeric.class, name = "numeric"),
    @JsonSubTypes.Type(value = FeatureBaseline.Categorical.class, name = "categorical")
})
public sealed interface FeatureBaseline {

    /** Column name, {@code view__feature}, or {@code prediction}. */
    String name();

    /** Share of reference rows without a value, 0 to 1. */
    double missingRate();

    /** Share of the present reference values in each bin; sums to 1. */
    List<Double> proportions();

    /**
     * A number. Bin {@code i} holds {@code edges[i-1] <= x < edges[i]}; the first and the last bin are open, so that no
     * value falls outside.
     *
     * @param edges strictly ascending inner edges; one fewer than bins
     */
    record Numeric(
            String name, List<Double> edges, List<Double> proportions, double missingRate, double mean, double stddev)
            implements FeatureBaseline {

        public Numeric {
            edges = List.copyOf(edges);
            proportions = List.copyOf(proportions);
            if (proportions.size() != edges.size() + 1) {
                throw new IllegalArgumentException("baseline of '" + name + "' has " + edges.size() + " edges and "
                        + proportions.size() + " bins; there must be one bin more than edges");
            }
            for (int i = 1; i < edges.size(); i++) {
                if (!(edges.get(i - 1) < edges.get(i))) {
                    throw new IllegalArgumentException("baseline of '" + name + "': edges must ascend, got " + edges);
                }
            }
        }

        /** The bin of that value. */
        public int binOf(double value) {
            int low = 0;
            int high = edges.size();
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (value < edges.get(middle)) {
                    high = middle;
                } else {
                    low = middle + 1;
                }
            }
            return low;
        }

        /**
         * The baseline of a column, with bins at the quantiles of its values.
         *
         * @param values the column, NaN where missing
         * @param bins wanted number of bins; fewer when values repeat
         */
        public static Numeric ofQuantiles(String name, double[] values, int bins) {
            double[] present = Arrays.stream(values)
                    .filter(value -> !Double.isNaN(value))
                    .sorted()
                    .toArray();
            double missingRate = values.length == 0 ? 0 : 1 - (double) present.length / values.length;
            double[] edges = quantileEdges(present, bins);
            long[] counts = new long[edges.length + 1];
            double sum = 0;
            double squares = 0;
            Numeric empty = new Numeric(
                    name,
                    Arrays.stream(edges).boxed().toList(),
                    java.util.Collections.nCopies(edges.length + 1, 0.0),
                    missingRate,
                    0,
                    0);
            for (double value : present) {
                counts[empty.binOf(value)]++;
                sum += value;
                squares += value * value;
            }
            int n = Math.max(1, present.length);
            double mean = sum / n;
            double variance = Math.max(0, squares / n - mean * mean);
            List<Double> proportions =
                    Arrays.stream(counts).mapToObj(count -> (double) count / n).toList();
            return new Numeric(name, empty.edges(), proportions, missingRate, mean, Math.sqrt(variance));
        }

        private static double[] quantileEdges(double[] sorted, int bins) {
            return java.util.stream.IntStream.range(1, bins)
                    .mapToDouble(i -> sorted.length == 0 ? 0 : sorted[(int) ((long) i * sorted.length / bins)])
                    .filter(edge -> sorted.length > 0 && edge > sorted[0])
                    .distinct()
                    .toArray();
        }
    }

    /**
     * A name out of a set. Values that the reference did not have fall into one more bin of their own, the last.
     *
     * @param categories the reference's values, most frequent first
     * @param proportions one per category, then one for all other values
     */
    record Categorical(String name, List<String> categories, List<Double> proportions, double missingRate)
            implements FeatureBaseline {

        public Categorical {
            categories = List.copyOf(categories);
            proportions = List.copyOf(proportions);
            if (proportions.size() != categories.size() + 1) {
                throw new IllegalArgumentException("baseline of '" + name + "' has " + categories.size()
                        + " categories and " + proportions.size() + " bins; there must be one bin more");
            }
        }

        /** The bin of that value. */
        public int binOf(String value) {
            int index = categories.indexOf(value);
            return index < 0 ? categories.size() : index;
        }
    }
}
