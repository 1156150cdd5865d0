package io.marquee.controltower.prediction;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The predictions of one request.
 *
 * @param userId the user asked for, null when nobody in particular
 * @param arm arm of the A/B split that answered
 * @param predictions in the order of the request
 * @param degraded whether online features were not to be had
 */
public record Predictions(
        @Nullable Long userId, ServedBy model, String arm, List<Prediction> predictions, boolean degraded) {

    /** The arm while no experiment runs. */
    public static final String CHAMPION_ARM = "champion";
}
