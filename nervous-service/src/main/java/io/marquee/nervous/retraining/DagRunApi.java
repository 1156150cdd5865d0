package io.marquee.nervous.retraining;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Map;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.jspecify.annotations.Nullable;

/** What is needed of Airflow's REST API v2; see {@link AirflowOrchestrator} for what it means. */
@RegisterRestClient(configKey = "orchestrator")
@Path("/api/v2/dags/{dag_id}/dagRuns")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
interface DagRunApi {

    /**
     * Asks for a run.
     *
     * @param logicalDate must be in the body, and is null for a run that belongs to no interval
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record DagRunBody(
            @JsonProperty("dag_run_id") String dagRunId,
            @JsonProperty("logical_date") @Nullable String logicalDate,
            @JsonProperty("conf") Map<String, Object> conf,
            @JsonProperty("note") String note) {}

    record DagRun(
            @JsonProperty("dag_run_id") String dagRunId,
            @JsonProperty("state") String state) {}

    @POST
    DagRun start(@PathParam("dag_id") String dagId, DagRunBody body);

    @GET
    @Path("/{dag_run_id}")
    DagRun get(@PathParam("dag_id") String dagId, @PathParam("dag_run_id") String dagRunId);
}
