package io.marquee.workhorse.training;

import io.marquee.workhorse.training.evaluation.PromotionDecision;
import io.marquee.workhorse.training.evaluation.PromotionEvidence;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was decided about a version.
 *
 * @param championVersion the champion it was compared with; null when there was none
 * @param evidence what the decision rests on; null when the version was champion already
 */
public record PromotionOutcome(
        String modelName,
        PromotionDecision decision,
        int challengerVersion,
        @Nullable Integer championVersion,
        @Nullable PromotionEvidence evidence) {

    /** As JSON values; what there is no value for is left out. */
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("model_name", modelName);
        map.put("decision", decision.wireName());
        map.put("reason", decision.reason());
        map.put("challenger_version", challengerVersion);
        if (championVersion != null) {
            map.put("champion_version", championVersion);
        }
        if (evidence != null) {
            PromotionEvidence.Scores newest = evidence.newest();
            map.put("challenger_rmse", newest.challenger().rmse());
            map.put("baseline_rmse", newest.baseline().rmse());
            if (newest.champion() != null) {
                map.put("champion_rmse", newest.champion().rmse());
            }
            map.put("judged_rows", newest.challenger().rows());
            map.put("test_rows", evidence.overall().challenger().rows());
            map.put("challenger_rmse_overall", evidence.overall().challenger().rmse());
            if (evidence.overall().champion() != null) {
                map.put("champion_rmse_overall", evidence.overall().champion().rmse());
            }
        }
        return map;
    }
}
