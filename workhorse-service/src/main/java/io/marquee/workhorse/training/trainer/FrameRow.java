package io.marquee.workhorse.training.trainer;

import io.marquee.runtime.preprocessing.FeatureRow;
import io.marquee.workhorse.feature.TrainingFrame;
import org.jspecify.annotations.Nullable;

/**
 * One row of a training frame, as the model's preprocessing reads it.
 *
 * @param row number of the row
 */
public record FrameRow(TrainingFrame frame, int row) implements FeatureRow {

    @Override
    public @Nullable Object value(String fullName) {
        return switch (frame.features().get(fullName)) {
            case null -> throw new IllegalArgumentException("the frame has no feature '" + fullName + "'");
            case TrainingFrame.Column.Numeric column ->
                Double.isNaN(column.values()[row]) ? null : Double.valueOf(column.values()[row]);
            case TrainingFrame.Column.Text column -> column.values()[row];
            case TrainingFrame.Column.TextList column -> column.values().get(row);
        };
    }
}
