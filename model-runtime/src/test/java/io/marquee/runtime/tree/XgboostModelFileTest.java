package io.marquee.runtime.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class XgboostModelFileTest {

    /** One tree: x1 < 2 ? (missing x0 or x0 < 1.5 ? 0.25 : -0.5) : 1; missing x1 goes right. */
    private static final String FILE = """
            {"learner": {
              "learner_model_param": {"base_score": "3.5E0", "num_class": "0", "num_feature": "2", "num_target": "1"},
              "objective": {"name": "reg:squarederror"},
              "gradient_booster": {"name": "gbtree", "model": {"trees": [{
                "left_children":    [1, 3, -1, -1, -1],
                "right_children":   [2, 4, -1, -1, -1],
                "split_indices":    [1, 0, 0, 0, 0],
                "split_conditions": [2.0, 1.5, 1.0, 0.25, -0.5],
                "default_left":     [0, 1, 0, 0, 0],
                "split_type":       [0, 0, 0, 0, 0]}]}}}}
            """;

    @ParameterizedTest
    @CsvSource({
        "1.4, 1.9, 3.75",
        "1.5, 1.9, 3.0",
        "NaN, 1.9, 3.75",
        "1.5, 2.0, 4.5",
        "1.5, NaN, 4.5",
    })
    void shouldFollowTheTreeWhenReadFromAFile(float x0, float x1, float expected) throws Exception {
        // Given
        TreeEnsemble trees = XgboostModelFile.read(FILE.getBytes(StandardCharsets.UTF_8));

        // When
        float prediction = trees.predict(new float[] {x0, x1});

        // Then
        assertThat(prediction).isEqualTo(expected);
    }

    @Test
    void shouldReadTheBaseScoreWhenWrittenAsAListByNewerVersions() throws Exception {
        // When
        TreeEnsemble trees = read("\"3.5E0\"", "\"[3.5E0]\"");

        // Then
        assertThat(trees.predict(new float[] {0, 3})).isEqualTo(4.5f);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"gbtree\" | \"dart\" | has booster 'dart'",
                "reg:squarederror | binary:logistic | has objective 'binary:logistic'",
                "\"num_class\": \"0\" | \"num_class\": \"3\" | has 3 outputs",
                "\"split_type\":       [0 | \"split_type\": [1 | has a categorical split in tree 0",
                "\"left_children\":    [1, 3 | \"left_children\": [1, 0 | has tree 0 that is no tree",
                "\"left_children\":    [1, 3 | \"left_children\": [1, 7 | has tree 0 that is no tree",
                "\"split_indices\":    [1 | \"split_indices\": [2 | split on input 2 of 2",
                "[2.0, 1.5, 1.0, | [2.0, 1.5, | 4 split_conditions for 5 nodes",
                "\"base_score\" | \"base\" | has no 'base_score'",
                "\"3.5E0\" | \"much\" | has a number that cannot be read",
            })
    void shouldRefuseWhatItCannotEvaluateExactly(String part, String replacement, String message) {
        assertThatThrownBy(() -> read(part, replacement))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(message);
    }

    @Test
    void shouldRefuseARowWhenItHasAnotherWidth() throws Exception {
        // Given
        TreeEnsemble trees = XgboostModelFile.read(FILE.getBytes(StandardCharsets.UTF_8));

        // When, Then
        assertThatThrownBy(() -> trees.predict(new float[3])).hasMessage("a row must have 2 inputs, got: 3");
        assertThatThrownBy(() -> trees.predictBatch(new float[3]))
                .hasMessage("rows of 2 inputs cannot make 3 numbers together");
    }

    private static TreeEnsemble read(String part, String replacement) throws IOException {
        assertThat(FILE).contains(part);
        return XgboostModelFile.read(FILE.replace(part, replacement).getBytes(StandardCharsets.UTF_8));
    }
}
