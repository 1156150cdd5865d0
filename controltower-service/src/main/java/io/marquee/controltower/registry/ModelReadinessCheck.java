package io.marquee.controltower.registry;

import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Ready once there is a model for users to answer with; the movie model is a bonus for cold starts. */
@Readiness
class ModelReadinessCheck implements HealthCheck {

    private final Champions champions;

    ModelReadinessCheck(Champions champions) {
        this.champions = champions;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder response =
                HealthCheckResponse.named("models").status(champions.current().personal() != null);
        for (ChampionStatus status : champions.statuses()) {
            RegisteredVersion serving = status.serving();
            response.withData(
                    status.model(),
                    (serving == null ? "none" : "v" + serving.id().version()) + " (" + status.outcome() + ")");
        }
        return response.build();
    }
}
