package io.marquee.runtime.factor;

import java.util.Arrays;

/**
 * The closed-form step of alternating least squares: the bias {@code b} and the factors {@code p} of one user (or one movie)
 * that minimise
 *
 * <pre>  Σ w·(y − b − p·q)²  +  damping·b²  +  (λ·Σw + floor)·|p|²</pre>
 *
 * over its ratings, where {@code q} are the other side's factors and {@code y} is the rating less mean and other side's
 * bias. The penalty that grows with the number of ratings is that of ALS-WR (Zhou, Wilkinson, Schreiber, Pan: "Large-scale
 * Parallel Collaborative Filtering for the Netflix Prize", 2008); biases inside the step follow Koren, Bell, Volinsky:
 * "Matrix Factorization Techniques for Recommender Systems", 2009. The normal equations are solved by Cholesky
 * factorisation in double precision.
 *
 * <p>Training and fold-in use this same class, so folding in a user's training ratings gives the trained user. An instance
 * is a workspace: reuse it within one thread, never share it.
 */
public final class RidgeStep {

    private final int factors;
    private final int size;
    private final double[] matrix;
    private final double[] vector;
    private final double[] row;
    private double weightSum;
    private int rows;

    /** @param factors number of factors, from 1 */
    public RidgeStep(int factors) {
        if (factors < 1) {
            throw new IllegalArgumentException("number of factors must be at least 1, got: " + factors);
        }
        this.factors = factors;
        this.size = factors + 1;
        this.matrix = new double[size * size];
        this.vector = new double[size];
        this.row = new double[size];
    }

    /** Forgets all ratings. */
    public void reset() {
        Arrays.fill(matrix, 0);
        Arrays.fill(vector, 0);
        weightSum = 0;
        rows = 0;
    }

    /**
     * Adds a rating.
     *
     * @param table factors of the other side, row by row
     * @param offset where the other side's row begins in {@code table}
     * @param target {@code y}
     * @param weight {@code w}, greater than 0
     */
    public void add(float[] table, int offset, double target, double weight) {
        row[0] = 1;
        for (int i = 0; i < factors; i++) {
            row[i + 1] = table[offset + i];
        }
        for (int i = 0; i < size; i++) {
            double scaled = weight * row[i];
            vector[i] += scaled * target;
            int start = i * size;
            for (int j = 0; j <= i; j++) {
                matrix[start + j] += scaled * row[j];
            }
        }
        weightSum += weight;
        rows++;
    }

    /**
     * Solves for what was added since {@link #reset}; the workspace must be reset before it is used again.
     *
     * @param table where the factors are written
     * @param offset where they begin
     * @return the bias; 0, with factors of 0, when no rating was added
     */
    public double solve(RidgeSettings settings, float[] table, int offset) {
        if (rows == 0) {
            Arrays.fill(table, offset, offset + factors, 0f);
            return 0;
        }
        matrix[0] += settings.biasDamping();
        double penalty = settings.regularisation() * weightSum + settings.regularisationFloor();
        for (int i = 1; i < size; i++) {
            matrix[i * size + i] += penalty;
        }
        factorise();
        substitute();
        for (int i = 0; i < factors; i++) {
            table[offset + i] = (float) vector[i + 1];
        }
        return vector[0];
    }

    /** Cholesky: overwrites the lower triangle of the matrix with L, where L·Lᵀ is the matrix. */
    private void factorise() {
        for (int i = 0; i < size; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = matrix[i * size + j];
                for (int k = 0; k < j; k++) {
                    sum -= matrix[i * size + k] * matrix[j * size + k];
                }
                if (i == j) {
                    matrix[i * size + i] = Math.sqrt(sum);
                } else {
                    matrix[i * size + j] = sum / matrix[j * size + j];
                }
            }
        }
    }

    /** Overwrites the vector with the solution, forwards through L and back through its transpose. */
    private void substitute() {
        for (int i = 0; i < size; i++) {
            double sum = vector[i];
            for (int k = 0; k < i; k++) {
                sum -= matrix[i * size + k] * vector[k];
            }
            vector[i] = sum / matrix[i * size + i];
        }
        for (int i = size - 1; i >= 0; i--) {
            double sum = vector[i];
            for (int k = i + 1; k < size; k++) {
                sum -= matrix[k * size + i] * vector[k];
            }
            vector[i] = sum / matrix[i * size + i];
        }
    }
}
