package io.marquee.controltower.orchestration.airflow;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.marquee.controltower.orchestration.execution.ComponentPulse;
import io.marquee.controltower.orchestration.execution.ComponentPulse.Component;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The orchestrator's health, as Airflow answers it: always 200, the body says how it is. */
@Path("/api/v2/monitor/health")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Airflow v2")
public class MonitorResource {

    private static final Logger LOG = Logger.getLogger(MonitorResource.class);

    /** As Airflow's {@code scheduler_health_check_threshold}. */
    private static final Duration FRESH = Duration.ofSeconds(30);

    /** The health of the parts. There is no triggerer here; Airflow without one answers the same. */
    @JsonNaming(SnakeCaseStrategy.class)
    record Health(Metadatabase metadatabase, Scheduler scheduler, Triggerer triggerer, DagProcessor dagProcessor) {}

    /** The database. */
    record Metadatabase(String status) {}

    /** What starts runs and tasks. */
    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record Scheduler(String status, @Nullable Instant latestSchedulerHeartbeat) {}

    /** What watches for asynchronous triggers; there is none. */
    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record Triggerer(@Nullable String status, @Nullable Instant latestTriggererHeartbeat) {}

    /** What reads the DAG files. */
    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record DagProcessor(String status, @Nullable Instant latestDagProcessorHeartbeat) {}

    private final ComponentPulse pulse;
    private final Clock clock;

    MonitorResource(ComponentPulse pulse, Clock clock) {
        this.pulse = pulse;
        this.clock = clock;
    }

    @GET
    @Operation(summary = "Health of scheduler, DAG reader and database")
    public Health health() {
        try {
            Instant scheduler = pulse.lastBeat(Component.SCHEDULER).orElse(null);
            Instant processor = pulse.lastBeat(Component.DAG_PROCESSOR).orElse(null);
            return new Health(
                    new Metadatabase("healthy"),
                    new Scheduler(status(scheduler), scheduler),
                    new Triggerer(null, null),
                    new DagProcessor(status(processor), processor));
        } catch (RuntimeException e) {
            LOG.warn("the database does not answer the health question", e);
            return new Health(
                    new Metadatabase("unhealthy"),
                    new Scheduler("unhealthy", null),
                    new Triggerer(null, null),
                    new DagProcessor("unhealthy", null));
        }
    }

    private String status(@Nullable Instant beat) {
        return Optional.ofNullable(beat)
                        .filter(at -> Duration.between(at, clock.instant()).compareTo(FRESH) < 0)
                        .isPresent()
                ? "healthy"
                : "unhealthy";
    }
}
