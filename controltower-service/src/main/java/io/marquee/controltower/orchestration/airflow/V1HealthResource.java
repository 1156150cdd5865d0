package io.marquee.controltower.orchestration.airflow;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The orchestrator's health where clients of Airflow 2 look for it. */
@Path("/api/v1/health")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Airflow v1")
public class V1HealthResource {

    private final MonitorResource monitor;

    V1HealthResource(MonitorResource monitor) {
        this.monitor = monitor;
    }

    @GET
    @Operation(summary = "Health of scheduler, DAG reader and database")
    public MonitorResource.Health health() {
        return monitor.health();
    }
}
