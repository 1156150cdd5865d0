package io.marquee.controltower.orchestration.airflow;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.marquee.contract.event.TaskNews.LogLine;
import io.marquee.controltower.orchestration.airflow.AirflowException.Fault;
import io.marquee.controltower.orchestration.execution.RunQueries;
import io.marquee.controltower.orchestration.execution.TaskView;
import io.marquee.controltower.orchestration.run.RunKey;
import io.marquee.controltower.orchestration.run.TaskState;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;

/** The tasks of a run with their logs and outputs, as in Airflow's API v2. */
@Path("/api/v2/dags/{dag_id}/dagRuns/{dag_run_id}/taskInstances")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Airflow v2")
public class TaskInstanceResource {

    /** The one entry that a task leaves behind: what its operator returned. */
    private static final String RETURN_VALUE = "return_value";

    /** One log line. */
    @RegisterForReflection
    record LogMessage(Instant timestamp, String event, String level) {}

    /** A try's log. */
    @RegisterForReflection
    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record LogResponse(List<LogMessage> content, @Nullable String continuationToken) {}

    /** What a task has left for others. */
    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record XComResponse(
            String key,
            Instant timestamp,
            @Nullable Instant logicalDate,
            int mapIndex,
            String taskId,
            String dagId,
            String runId,
            String dagDisplayName,
            String taskDisplayName,
            Map<String, Object> value) {}

    private final DagLookup lookup;
    private final RunQueries runs;

    TaskInstanceResource(DagLookup lookup, RunQueries runs) {
        this.lookup = lookup;
        this.runs = runs;
    }

    @GET
    @Operation(summary = "The tasks of a run")
    public Pages.TaskInstances list(
            @RestPath("dag_id") String dagId, @RestPath("dag_run_id") String runId, @Context UriInfo uri) {
        Query query = Query.of(uri);
        List<String> states = query.texts("state");
        List<TaskInstanceResponse> found = lookup.tasks(new RunKey(dagId, runId)).stream()
                .map(TaskInstanceResponse::from)
                .filter(task -> states.isEmpty() || states.contains(String.valueOf(task.state())))
                .toList();
        return new Pages.TaskInstances(
                found.stream().skip(query.offset()).limit(query.limit()).toList(), found.size());
    }

    @GET
    @Path("/{task_id}")
    @Operation(summary = "One task of a run")
    public TaskInstanceResponse get(
            @RestPath("dag_id") String dagId,
            @RestPath("dag_run_id") String runId,
            @RestPath("task_id") String taskId) {
        return TaskInstanceResponse.from(lookup.task(new RunKey(dagId, runId), taskId));
    }

    @GET
    @Path("/{task_id}/logs/{try_number}")
    @Produces({MediaType.APPLICATION_JSON, MediaType.TEXT_PLAIN})
    @Operation(summary = "What a try of a task said, as JSON or as plain text")
    public Response logs(
            @RestPath("dag_id") String dagId,
            @RestPath("dag_run_id") String runId,
            @RestPath("task_id") String taskId,
            @RestPath("try_number") String tryNumber,
            @Context HttpHeaders headers) {
        TaskView view = lookup.task(new RunKey(dagId, runId), taskId);
        int number = tryNumber(tryNumber);
        if (number > view.task().tryNumber()) {
            throw AirflowException.notFound("TaskInstance not found");
        }
        List<LogLine> lines = runs.log(view.task(), number);
        MediaType wanted = headers.getAcceptableMediaTypes().getFirst();
        if (wanted.isCompatible(MediaType.APPLICATION_JSON_TYPE)) {
            List<LogMessage> content = lines.stream()
                    .map(line -> new LogMessage(line.at(), line.line(), line.level()))
                    .toList();
            return Response.ok(new LogResponse(content, null), MediaType.APPLICATION_JSON_TYPE)
                    .build();
        }
        String text = lines.stream()
                .map(line ->
                        "[" + line.at() + "] " + line.level().toUpperCase(Locale.ROOT) + " - " + line.line() + "\n")
                .collect(Collectors.joining());
        return Response.ok(text, MediaType.TEXT_PLAIN_TYPE).build();
    }

    @GET
    @Path("/{task_id}/xcomEntries/{key}")
    @Operation(summary = "What a task has left for the tasks after it")
    public XComResponse xcom(
            @RestPath("dag_id") String dagId,
            @RestPath("dag_run_id") String runId,
            @RestPath("task_id") String taskId,
            @RestPath String key) {
        TaskView view = lookup.task(new RunKey(dagId, runId), taskId);
        Instant endedAt = view.task().endedAt();
        if (!key.equals(RETURN_VALUE) || view.task().state() != TaskState.SUCCESS || endedAt == null) {
            throw AirflowException.notFound("XCom entry with key: `" + key + "` not found");
        }
        return new XComResponse(
                key,
                endedAt,
                view.run().logicalDate(),
                -1,
                taskId,
                dagId,
                runId,
                dagId,
                taskId,
                view.task().output());
    }

    private static int tryNumber(String text) {
        try {
            int number = Integer.parseInt(text);
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Answered below, as a negative number is.
        }
        throw AirflowException.invalid(new Fault(
                "int_parsing",
                List.of("path", "try_number"),
                "Input should be a valid integer, unable to parse string as an integer",
                text));
    }
}
