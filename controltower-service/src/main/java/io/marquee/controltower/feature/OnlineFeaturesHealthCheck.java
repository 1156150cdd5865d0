package io.marquee.controltower.feature;

import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Says whether answers are degraded. Always up: they go on without the store. */
@Readiness
class OnlineFeaturesHealthCheck implements HealthCheck {

    private final RedisOnlineFeatures features;

    OnlineFeaturesHealthCheck(RedisOnlineFeatures features) {
        this.features = features;
    }

    @Override
    public HealthCheckResponse call() {
        String outage = features.outage();
        HealthCheckResponseBuilder response = HealthCheckResponse.named("online-features")
                .up()
                .withData("state", outage == null ? "available" : "degraded");
        if (outage != null) {
            response.withData("reason", outage);
        }
        return response.build();
    }
}
