package io.marquee.runtime.factor;

/** Small factor models. */
public final class TestFactors {

    private TestFactors() {}

    /**
     * Movies 10, 20, 30, 40 and users 1, 2, one factor, mean 3. User 1 (bias 0.5, factor 1) has seen movies 10 and 30, user
     * 2 (bias −0.5, factor −1) movie 20. Rank caution 0.
     */
    public static FactorTables small() {
        return small(0f);
    }

    public static FactorTables small(float caution) {
        return new FactorTables(
                1,
                3f,
                new RidgeSettings(0.5, 1, 1, Double.POSITIVE_INFINITY),
                caution,
                IdIndex.ofSorted(new long[] {10, 20, 30, 40}),
                new float[] {0.25f, 0f, -0.25f, 0f},
                new float[] {0.5f, -0.5f, 2f, 0.5f},
                new int[] {3, 8, 0, 3},
                new float[] {4f, 3f, 3f, 4f},
                IdIndex.ofSorted(new long[] {1, 2}),
                new float[] {0.5f, -0.5f},
                new float[] {1f, -1f},
                new int[] {2, 1},
                new int[] {0, 2, 3},
                new int[] {0, 2, 1});
    }
}
