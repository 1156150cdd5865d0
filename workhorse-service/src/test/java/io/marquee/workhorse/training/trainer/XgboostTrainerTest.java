package io.marquee.workhorse.training.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.marquee.runtime.tree.XgboostModelFile;
import io.marquee.workhorse.training.recipe.XgboostSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class XgboostTrainerTest {

    private static final List<String> NAMES = List.of("a", "b");

    @Test
    void shouldTrainTheSameModelAgainWithTheSameSeed() throws Exception {
        // Given
        XgboostTrainer trainer = new XgboostTrainer(NAMES, settings(20, 0), 7, 2);
        List<Double> losses = new ArrayList<>();

        // When
        XgboostTrainer.Trained first = trainer.train(rows(800, 1, 0.1), null, (round, rmse) -> losses.add(rmse));
        XgboostTrainer.Trained second = trainer.train(rows(800, 1, 0.1), null, IterationListener.SILENT);

        // Then
        assertThat(second.modelJson()).isEqualTo(first.modelJson());
        assertThat(first.rounds()).isEqualTo(20);
        assertThat(losses).hasSize(20);
        assertThat(losses.getLast()).isLessThan(0.5 * losses.getFirst());
        assertThat(XgboostModelFile.read(first.modelJson()).treeCount()).isEqualTo(20);
        assertThat(XgboostModelFile.version(first.modelJson())).isEqualTo("2.1.4");
    }

    @Test
    void shouldStopEarlyWhenMoreRoundsOnlyLearnNoise() throws Exception {
        // Given
        XgboostTrainer trainer = new XgboostTrainer(NAMES, settings(300, 10), 7, 1);
        XgboostTrainer.Holdout holdout = new XgboostTrainer.Holdout(rows(400, 1, 1.0), rows(400, 2, 1.0));

        // When
        XgboostTrainer.Trained trained = trainer.train(rows(800, 3, 1.0), holdout, IterationListener.SILENT);

        // Then
        assertThat(trained.rounds()).isBetween(2, 100);
        assertThat(XgboostModelFile.read(trained.modelJson()).treeCount()).isEqualTo(trained.rounds());
    }

    @Test
    void shouldWriteTheNamesOfInputsIntoTheModelFile() throws Exception {
        // When
        XgboostTrainer.Trained trained = new XgboostTrainer(NAMES, settings(2, 0), 7, 1)
                .train(rows(100, 1, 0.1), null, IterationListener.SILENT);

        // Then: Python's loader checks columns against these
        JsonNode names = new JsonMapper().readTree(trained.modelJson()).at("/learner/feature_names");
        assertThat(names).hasToString("[\"a\",\"b\"]");
    }

    private static XgboostSettings settings(int rounds, int earlyStopping) {
        return new XgboostSettings(rounds, 4, 0.2, 0.8, 1, 1, 1, 0, 0, 64, earlyStopping);
    }

    private static XgboostTrainer.Rows rows(int count, long seed, double noise) {
        Random random = new Random(seed);
        float[] inputs = new float[count * 2];
        float[] ratings = new float[count];
        for (int i = 0; i < count; i++) {
            inputs[2 * i] = random.nextFloat();
            inputs[2 * i + 1] = random.nextInt(10) == 0 ? Float.NaN : random.nextFloat();
            ratings[i] = (float) (3 + (inputs[2 * i] > 0.5 ? 1 : -1) + random.nextGaussian() * noise);
        }
        return new XgboostTrainer.Rows(inputs, ratings);
    }
}
