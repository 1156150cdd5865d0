package io.marquee.workhorse.training;

import io.marquee.contract.feature.FeatureReference;
import io.marquee.contract.problem.ProblemException;
import io.marquee.contract.problem.ProblemType;
import io.marquee.workhorse.feature.TrainingFrame;
import io.marquee.workhorse.snapshot.DataSnapshot;
import io.marquee.workhorse.training.recipe.Recipe;
import io.marquee.workhorse.training.split.TemporalSplit;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The ratings of a training, with features, and which of them are held out.
 *
 * @param features the recipe's features
 * @param known ratings with the features as known at each rating's time, what a model with inputs learns from
 * @param current the same rows with today's features, which is what serving sees
 * @param split rows to learn from and rows to judge by
 */
public record TrainingData(
        List<FeatureReference> features, TrainingFrame known, TrainingFrame current, TemporalSplit split) {

    public TrainingData {
        if (known.rows() != current.rows() || !Arrays.equals(known.movieIds(), current.movieIds())) {
            throw new IllegalArgumentException(
                    "both frames must have the same rows, got " + known.rows() + " and " + current.rows());
        }
        if (!Objects.equals(known.snapshot(), current.snapshot())) {
            throw new IllegalArgumentException("both frames must be of the same data, got " + known.snapshot() + " and "
                    + current.snapshot() + "; features were built in between");
        }
    }

    /**
     * Splits ratings as the recipe says.
     *
     * @throws ProblemException when there are too few
     */
    static TrainingData of(Recipe recipe, TrainingFrame known, TrainingFrame current, int minimumTrainRows) {
        TemporalSplit split = TemporalSplit.of(
                known.userIds(),
                known.movieIds(),
                known.timestamps(),
                recipe.split().test());
        if (split.train().length < minimumTrainRows || split.test().length == 0) {
            throw new ProblemException(
                    ProblemType.UNPROCESSABLE,
                    "there are too few ratings to train " + recipe.name() + ": " + known.rows() + " ratings give "
                            + split.train().length + " training rows and " + split.test().length
                            + " test rows; needed are " + minimumTrainRows + " and 1");
        }
        return new TrainingData(recipe.features(), known, current, split);
    }

    /** What the model was trained on, for its provenance; {@code last} is the newest rating there was. */
    Map<String, Object> describe() {
        Map<String, Object> dataset = new LinkedHashMap<>();
        dataset.put("rows", known.rows());
        dataset.put("train_rows", split.train().length);
        dataset.put("test_rows", split.test().length);
        dataset.put("first", Arrays.stream(known.timestamps()).min().orElse(0));
        dataset.put("last", Arrays.stream(known.timestamps()).max().orElse(0));
        dataset.put("digest", digest());
        snapshot().ifPresent(snapshot -> {
            dataset.put("snapshot", snapshot.tag());
            dataset.put("snapshot_digest", snapshot.digest());
        });
        return dataset;
    }

    /** The snapshot of the data that the rows were computed from, when one was taken. */
    Optional<DataSnapshot> snapshot() {
        return Optional.ofNullable(known.snapshot());
    }

    /** SHA-256 over user, movie, rating and time of every row: the same ratings give the same digest. */
    private String digest() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            ByteBuffer row = ByteBuffer.allocate(3 * Long.BYTES + Float.BYTES);
            for (int i = 0; i < known.rows(); i++) {
                row.clear();
                row.putLong(known.userIds()[i])
                        .putLong(known.movieIds()[i])
                        .putLong(known.timestamps()[i])
                        .putFloat(known.ratings()[i]);
                digest.update(row.array());
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
