package io.marquee.runtime.tree;

/**
 * Regression trees in flat arrays, evaluated in the 32-bit arithmetic of XGBoost: the base score, then the leaf of each tree
 * added in order. Nothing is allocated per tree. Immutable and thread-safe.
 */
public final class TreeEnsemble {

    /** Marks a leaf in {@code left}. */
    static final int LEAF = -1;

    private final int width;
    private final float baseScore;
    private final int[] roots;
    private final int[] left;
    private final int[] right;
    private final int[] feature;
    private final float[] value;
    private final boolean[] missingGoesLeft;

    /**
     * @param width number of inputs
     * @param roots node of each tree's root
     * @param left left child of each node, {@link #LEAF} for a leaf
     * @param right right child of each node
     * @param feature input that each inner node looks at
     * @param value threshold of an inner node, prediction of a leaf
     * @param missingGoesLeft where an inner node sends a row whose input is missing
     */
    TreeEnsemble(
            int width,
            float baseScore,
            int[] roots,
            int[] left,
            int[] right,
            int[] feature,
            float[] value,
            boolean[] missingGoesLeft) {
        this.width = width;
        this.baseScore = baseScore;
        this.roots = roots;
        this.left = left;
        this.right = right;
        this.feature = feature;
        this.value = value;
        this.missingGoesLeft = missingGoesLeft;
    }

    /** Number of inputs that a row must have. */
    public int width() {
        return width;
    }

    public int treeCount() {
        return roots.length;
    }

    /**
     * Predicts one row.
     *
     * @param row inputs, NaN where missing
     */
    public float predict(float[] row) {
        if (row.length != width) {
            throw new IllegalArgumentException("a row must have " + width + " inputs, got: " + row.length);
        }
        return predictAt(row, 0);
    }

    /**
     * Predicts many rows.
     *
     * @param rows inputs row by row, NaN where missing
     */
    public float[] predictBatch(float[] rows) {
        if (rows.length % width != 0) {
            throw new IllegalArgumentException(
                    "rows of " + width + " inputs cannot make " + rows.length + " numbers together");
        }
        float[] predictions = new float[rows.length / width];
        for (int i = 0; i < predictions.length; i++) {
            predictions[i] = predictAt(rows, i * width);
        }
        return predictions;
    }

    private float predictAt(float[] rows, int offset) {
        float sum = baseScore;
        for (int root : roots) {
            int node = root;
            while (left[node] != LEAF) {
                float input = rows[offset + feature[node]];
                boolean goesLeft = Float.isNaN(input) ? missingGoesLeft[node] : input < value[node];
                node = goesLeft ? left[node] : right[node];
            }
            sum += value[node];
        }
        return sum;
    }
}
