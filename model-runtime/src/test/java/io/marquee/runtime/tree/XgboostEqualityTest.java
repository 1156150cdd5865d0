package io.marquee.runtime.tree;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The Java evaluation against XGBoost itself, which is the judge. */
class XgboostEqualityTest {

    private static final int WIDTH = 12;
    private static final double TOLERANCE = 1e-5;

    @ParameterizedTest(name = "depth {0}, {1} rounds, base score {2}, method {3}, gamma {4}")
    @CsvSource({
        "1, 20, 0.5, hist, 0",
        "3, 50, 3.5, hist, 0",
        "6, 200, 3.2718281828, hist, 0",
        "6, 60, -2.25, exact, 0.5",
        "10, 40, 0, approx, 0",
        "0, 30, 3.5, hist, 0.1",
    })
    void shouldPredictWhatXgboostPredictsWhenValuesAreMissing(
            int depth, int rounds, String baseScore, String method, String gamma) throws Exception {
        // Given
        float[] training = rows(new Random(7), 3_000, 0.2);
        Booster booster = train(training, depth, rounds, baseScore, method, gamma);
        byte[] file = booster.toByteArray("json");
        float[] unseen = rows(new Random(8), 10_000, 0.3);
        float[] judged = concatenated(unseen, rowsOnThresholds(file, unseen));

        // When
        TreeEnsemble trees = XgboostModelFile.read(file);
        float[] predictions = trees.predictBatch(judged);

        // Then
        assertThat(trees.treeCount()).isEqualTo(rounds);
        assertThat(trees.width()).isEqualTo(WIDTH);
        float[][] expected = booster.predict(new DMatrix(judged, judged.length / WIDTH, WIDTH, Float.NaN));
        assertThat(predictions).hasSizeGreaterThanOrEqualTo(10_000);
        double largest = 0;
        for (int i = 0; i < predictions.length; i++) {
            largest = Math.max(largest, Math.abs(predictions[i] - expected[i][0]));
        }
        assertThat(largest).isLessThanOrEqualTo(TOLERANCE);
        float[] row = new float[WIDTH];
        System.arraycopy(judged, 5 * WIDTH, row, 0, WIDTH);
        assertThat(trees.predict(row)).isEqualTo(predictions[5]);
    }

    /** One row per inner node with the split's input exactly on the threshold: {@code <} and {@code <=} part ways here. */
    private static float[] rowsOnThresholds(byte[] file, float[] like) throws Exception {
        List<float[]> rows = new ArrayList<>();
        JsonNode trees = new JsonMapper().readTree(file).at("/learner/gradient_booster/model/trees");
        for (JsonNode tree : trees) {
            for (int node = 0; node < tree.get("left_children").size(); node++) {
                if (tree.get("left_children").get(node).asInt() >= 0) {
                    float[] row = new float[WIDTH];
                    System.arraycopy(like, (rows.size() % 10_000) * WIDTH, row, 0, WIDTH);
                    row[tree.get("split_indices").get(node).asInt()] =
                            tree.get("split_conditions").get(node).floatValue();
                    rows.add(row);
                }
            }
        }
        assertThat(rows).isNotEmpty();
        float[] flat = new float[rows.size() * WIDTH];
        for (int i = 0; i < rows.size(); i++) {
            System.arraycopy(rows.get(i), 0, flat, i * WIDTH, WIDTH);
        }
        return flat;
    }

    private static Booster train(float[] rows, int depth, int rounds, String baseScore, String method, String gamma)
            throws XGBoostError {
        int count = rows.length / WIDTH;
        float[] labels = new float[count];
        Random noise = new Random(9);
        for (int i = 0; i < count; i++) {
            float first = rows[i * WIDTH];
            float second = rows[i * WIDTH + 1];
            labels[i] = (float) (3.5
                    + (Float.isNaN(first) ? -1 : Math.sin(first * 3))
                    + (Float.isNaN(second) ? 0.5 : second * rows[i * WIDTH + 11] * 0.2)
                    + noise.nextGaussian() * 0.2);
        }
        DMatrix matrix = new DMatrix(rows, count, WIDTH, Float.NaN);
        matrix.setLabel(labels);
        Map<String, Object> parameters = new LinkedHashMap<>();
        parameters.put("objective", "reg:squarederror");
        parameters.put("max_depth", depth);
        if (depth == 0) {
            parameters.put("grow_policy", "lossguide");
            parameters.put("max_leaves", 31);
        }
        parameters.put("eta", 0.1);
        parameters.put("gamma", gamma);
        parameters.put("base_score", baseScore);
        parameters.put("tree_method", method);
        parameters.put("nthread", 1);
        parameters.put("seed", 3);
        return XGBoost.train(matrix, parameters, rounds, Map.of(), null, null);
    }

    /** Numbers of different kinds: continuous, whole, 0/1; the last column is never missing. */
    private static float[] rows(Random random, int count, double missing) {
        float[] rows = new float[count * WIDTH];
        for (int i = 0; i < rows.length; i++) {
            int column = i % WIDTH;
            float value = column < 5
                    ? (float) random.nextGaussian() * (column + 1)
                    : column < 8 ? random.nextInt(40) - 10 : random.nextInt(2);
            rows[i] = column < WIDTH - 1 && random.nextDouble() < missing ? Float.NaN : value;
        }
        return rows;
    }

    private static float[] concatenated(float[] first, float[] second) {
        float[] both = new float[first.length + second.length];
        System.arraycopy(first, 0, both, 0, first.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
