package io.marquee.controltower.orchestration;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** The orchestrator with the DAGs of the tests, in a hurry. */
public final class OrchestrationProfile implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "marquee.orchestration.dags", "src/test/resources/dags",
                "marquee.orchestration.tick", "100ms",
                "marquee.orchestration.heartbeat-timeout", "2s",
                "marquee.outbox.interval", "1s");
    }
}
