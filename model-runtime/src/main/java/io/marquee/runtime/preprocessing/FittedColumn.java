package io.marquee.runtime.preprocessing;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.marquee.contract.feature.FeatureReference;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How one feature becomes inputs of the model. A missing value makes every one of its inputs NaN, which is what XGBoost
 * takes for missing.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = FittedColumn.Numeric.class, name = "numeric"),
    @JsonSubTypes.Type(value = FittedColumn.Ordinal.class, name = "ordinal"),
    @JsonSubTypes.Type(value = FittedColumn.OneHot.class, name = "one_hot"),
    @JsonSubTypes.Type(value = FittedColumn.MultiHot.class, name = "multi_hot")
})
public sealed interface FittedColumn {

    /** The feature it reads. */
    FeatureReference feature();

    /** Names of the inputs it makes, in order. */
    List<String> outputs();

    /**
     * Writes the inputs.
     *
     * @param value the feature's value, null where missing
     * @param target where to, from {@code offset} on
     * @throws IllegalArgumentException naming the feature and the value, when it has the wrong type
     */
    void write(@Nullable Object value, float[] target, int offset);

    /** A number as it is. Booleans are 1 and 0; NaN is missing. */
    record Numeric(FeatureReference feature) implements FittedColumn {

        @Override
        public List<String> outputs() {
            return List.of(feature.fullName());
        }

        @Override
        public void write(@Nullable Object value, float[] target, int offset) {
            target[offset] = switch (value) {
                case null -> Float.NaN;
                case Number number -> number.floatValue();
                case Boolean flag -> flag ? 1 : 0;
                default -> throw wrongType(feature, "a number", value);
            };
        }
    }

    /**
     * A category as its place in the vocabulary.
     *
     * @param vocabulary categories seen in training
     * @param unknownValue what a category outside the vocabulary becomes; NaN treats it as missing
     */
    record Ordinal(FeatureReference feature, Vocabulary vocabulary, float unknownValue) implements FittedColumn {

        @Override
        public List<String> outputs() {
            return List.of(feature.fullName());
        }

        @Override
        public void write(@Nullable Object value, float[] target, int offset) {
            target[offset] = switch (value) {
                case null -> Float.NaN;
                case String text -> {
                    int index = vocabulary.indexOf(text);
                    yield index < 0 ? unknownValue : index;
                }
                default -> throw wrongType(feature, "text", value);
            };
        }
    }

    /**
     * A category as one 0/1 input per word of the vocabulary. A category outside the vocabulary makes all of them 0.
     *
     * @param vocabulary categories seen in training
     */
    record OneHot(FeatureReference feature, Vocabulary vocabulary) implements FittedColumn {

        @Override
        public List<String> outputs() {
            return vocabulary.outputs(feature);
        }

        @Override
        public void write(@Nullable Object value, float[] target, int offset) {
            switch (value) {
                case null -> vocabulary.fill(target, offset, Float.NaN);
                case String text -> {
                    vocabulary.fill(target, offset, 0);
                    vocabulary.mark(text, target, offset);
                }
                default -> throw wrongType(feature, "text", value);
            }
        }
    }

    /**
     * A list of categories as one 0/1 input per word of the vocabulary. Categories outside the vocabulary are left out.
     *
     * @param vocabulary categories seen in training
     */
    record MultiHot(FeatureReference feature, Vocabulary vocabulary) implements FittedColumn {

        @Override
        public List<String> outputs() {
            return vocabulary.outputs(feature);
        }

        @Override
        public void write(@Nullable Object value, float[] target, int offset) {
            switch (value) {
                case null -> vocabulary.fill(target, offset, Float.NaN);
                case List<?> words -> {
                    vocabulary.fill(target, offset, 0);
                    for (Object word : words) {
                        if (!(word instanceof String text)) {
                            throw wrongType(feature, "a list of text", value);
                        }
                        vocabulary.mark(text, target, offset);
                    }
                }
                default -> throw wrongType(feature, "a list of text", value);
            }
        }
    }

    private static IllegalArgumentException wrongType(FeatureReference feature, String expected, Object value) {
        return new IllegalArgumentException("feature '" + feature + "' must be " + expected + ", got: '" + value + "'");
    }
}
