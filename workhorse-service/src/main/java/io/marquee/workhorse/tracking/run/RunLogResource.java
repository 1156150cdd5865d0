package io.marquee.workhorse.tracking.run;

import io.marquee.workhorse.tracking.run.RunMessages.Dataset;
import io.marquee.workhorse.tracking.run.RunMessages.DatasetInput;
import io.marquee.workhorse.tracking.run.RunMessages.Metric;
import io.marquee.workhorse.tracking.wire.Empty;
import io.marquee.workhorse.tracking.wire.KeyValue;
import io.marquee.workhorse.tracking.wire.MlflowApi;
import io.marquee.workhorse.tracking.wire.MlflowRequest;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** MLflow's calls by which a run logs. */
@Path(MlflowApi.PREFIX + "/mlflow/runs")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "MLflow runs")
public class RunLogResource {

    private final RunLog log;

    RunLogResource(RunLog log) {
        this.log = log;
    }

    @POST
    @Path("log-metric")
    @Operation(summary = "Log a point of a metric")
    public Empty logMetric(InputStream body) {
        MlflowRequest request = MlflowRequest.ofBody(body);
        log.log(request.required("run_id", "run_uuid"), RunLog.Batch.ofMetric(metric(request)));
        return Empty.MESSAGE;
    }

    @POST
    @Path("log-parameter")
    @Operation(summary = "Log a parameter; its value cannot change")
    public Empty logParameter(InputStream body) {
        MlflowRequest request = MlflowRequest.ofBody(body);
        log.log(request.required("run_id", "run_uuid"), RunLog.Batch.ofParameter(keyValue(request)));
        return Empty.MESSAGE;
    }

    @POST
    @Path("set-tag")
    @Operation(summary = "Set a tag of a run")
    public Empty setTag(InputStream body) {
        MlflowRequest request = MlflowRequest.ofBody(body);
        log.log(request.required("run_id", "run_uuid"), RunLog.Batch.ofTag(keyValue(request)));
        return Empty.MESSAGE;
    }

    @POST
    @Path("log-batch")
    @Operation(summary = "Log metrics, parameters and tags together: all of them or none")
    public Empty logBatch(InputStream body) {
        MlflowRequest request = MlflowRequest.ofBody(body);
        log.log(
                request.required("run_id"),
                new RunLog.Batch(
                        request.messages("metrics").stream()
                                .map(RunLogResource::metric)
                                .toList(),
                        request.keyValues("params"),
                        request.keyValues("tags")));
        return Empty.MESSAGE;
    }

    @POST
    @Path("log-inputs")
    @Operation(summary = "Log the data sets that a run has used")
    public Empty logInputs(InputStream body) {
        MlflowRequest request = MlflowRequest.ofBody(body);
        String runId = request.required("run_id");
        List<MlflowRequest> inputs = request.messages("datasets");
        if (inputs.isEmpty()) {
            throw request.missing("datasets");
        }
        log.logInputs(
                runId,
                inputs.stream()
                        .map(input -> new DatasetInput(input.keyValues("tags"), dataset(input.message("dataset"))))
                        .toList());
        return Empty.MESSAGE;
    }

    @POST
    @Path("log-model")
    @Operation(summary = "Note that a run has logged a model")
    public Empty logModel(InputStream body) {
        MlflowRequest request = MlflowRequest.ofBody(body);
        log.logModel(request.required("run_id"), request.required("model_json"));
        return Empty.MESSAGE;
    }

    private static Metric metric(MlflowRequest request) {
        return new Metric(
                request.required("key"),
                request.requiredDouble("value"),
                request.requiredNumber("timestamp"),
                request.number("step").orElse(0));
    }

    private static KeyValue keyValue(MlflowRequest request) {
        return new KeyValue(request.required("key"), request.requiredOrEmpty("value"));
    }

    private static Dataset dataset(MlflowRequest request) {
        return new Dataset(
                request.required("name"),
                request.required("digest"),
                request.required("source_type"),
                request.required("source"),
                request.text("schema"),
                request.text("profile"));
    }
}
