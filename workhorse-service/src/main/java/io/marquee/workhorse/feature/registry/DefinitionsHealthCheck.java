package io.marquee.workhorse.feature.registry;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Says which definitions are in force, and when the service's files wait for somebody to apply them. Never down. */
@Readiness
@ApplicationScoped
class DefinitionsHealthCheck implements HealthCheck {

    private final RegisteredDefinitions active;

    DefinitionsHealthCheck(RegisteredDefinitions active) {
        this.active = active;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder answer =
                HealthCheckResponse.named("feature definitions").up().withData("revision", active.revision());
        active.pending().ifPresent(reason -> answer.withData("pending", reason));
        return answer.build();
    }
}
