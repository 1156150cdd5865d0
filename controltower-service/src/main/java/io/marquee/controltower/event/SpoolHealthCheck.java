package io.marquee.controltower.event;

import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Says how many events wait and why. Always up: answers go on while they wait. */
@Readiness
class SpoolHealthCheck implements HealthCheck {

    private final EventSpool spool;
    private final EventRelay relay;

    SpoolHealthCheck(EventSpool spool, EventRelay relay) {
        this.spool = spool;
        this.relay = relay;
    }

    @Override
    public HealthCheckResponse call() {
        EventRelay.Stall stall = relay.stall();
        HealthCheckResponseBuilder response = HealthCheckResponse.named("event-spool")
                .up()
                .withData("state", stall == null ? "flowing" : "waiting")
                .withData("pending_events", spool.pendingEvents())
                .withData("pending_bytes", spool.pendingBytes())
                .withData("max_bytes", spool.limits().maxBytes());
        if (stall != null) {
            response.withData("waiting_since", stall.since().toString()).withData("reason", stall.reason());
        }
        return response.build();
    }
}
