package io.marquee.controltower.recommendation;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.marquee.controltower.platform.WholeNumber;
import org.jspecify.annotations.Nullable;

/**
 * Recommendations for a user, as the field's older clients ask for them.
 *
 * @param k 1 to 100, 10 when absent
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record BatchPredictRequest(
        @JsonDeserialize(using = WholeNumber.class) @Nullable
        Long userId,

        @JsonDeserialize(using = WholeNumber.class) @Nullable
        Long k) {}
