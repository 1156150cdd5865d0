package io.marquee.contract.event;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A list of movies was recommended to a user.
 *
 * @param algorithm how the list was made, for example {@code factor_model} or {@code popularity}
 * @param recommendations movie ids, best first
 * @param requestContext the request: {@code k}, model and version
 */
public record Recommendation(
        String eventId,
        Instant timestamp,
        String source,
        long userId,
        String algorithm,
        List<Long> recommendations,
        Map<String, Object> requestContext,
        @Nullable Double responseTimeMs,
        @Nullable Boolean cacheHit,
        @Nullable Double diversityScore,
        @Nullable Double noveltyScore,
        @Nullable Double coverageScore,
        @Nullable String abTestVariant)
        implements Event {

    public Recommendation {
        Require.text(eventId, "event_id");
        Require.present(timestamp, "timestamp");
        Require.text(source, "source");
        Require.text(algorithm, "algorithm");
        recommendations = Require.copy(Require.present(recommendations, "recommendations"));
        requestContext = Require.copy(requestContext);
    }

    @Override
    public String eventType() {
        return "recommendation_event";
    }

    @Override
    public String key() {
        return "user_" + userId;
    }
}
