package io.marquee.workhorse.tracking.run;

import io.marquee.workhorse.tracking.run.RunMessages.BulkHistory;
import io.marquee.workhorse.tracking.run.RunMessages.History;
import io.marquee.workhorse.tracking.wire.MlflowApi;
import io.marquee.workhorse.tracking.wire.MlflowException;
import io.marquee.workhorse.tracking.wire.MlflowRequest;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** MLflow's calls about the history of metrics. */
@Path(MlflowApi.PREFIX + "/mlflow/metrics")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "MLflow runs")
public class MetricHistoryResource {

    private static final int MAX_POINTS = 25_000;
    private static final int MAX_CHART_POINTS = 2_500;

    private final MetricHistory history;

    MetricHistoryResource(MetricHistory history) {
        this.history = history;
    }

    @GET
    @Path("get-history")
    @Operation(summary = "Points of a metric in the order of logging; all of them unless max_results says otherwise")
    public History history(@Context UriInfo uri, @HeaderParam(HttpHeaders.USER_AGENT) @Nullable String client) {
        MlflowRequest request = MlflowRequest.ofQuery(uri.getQueryParameters());
        boolean paged = request.text("max_results") != null && !failsOnSecondPage(client);
        return history.of(
                request.required("run_id", "run_uuid"),
                request.required("metric_key"),
                paged ? request.limit("max_results", MAX_POINTS, MAX_POINTS) : Integer.MAX_VALUE - 1,
                request.text("page_token"));
    }

    /** MLflow's Java client always asks for pages, and adds the second one to a list that takes no additions. */
    private static boolean failsOnSecondPage(@Nullable String client) {
        return client != null && client.startsWith("mlflow-java-client/");
    }

    @GET
    @Path("get-history-bulk-interval")
    @Operation(summary = "Points of a metric of several runs, thinned out for a chart")
    public BulkHistory bulkHistory(@Context UriInfo uri) {
        MlflowRequest request = MlflowRequest.ofQuery(uri.getQueryParameters());
        List<String> runIds = request.texts("run_ids");
        if (runIds.isEmpty()) {
            throw request.missing("run_ids");
        }
        long most = request.number("max_results").orElse(MAX_CHART_POINTS);
        if (most < 1 || most > MAX_CHART_POINTS) {
            throw MlflowException.invalid(
                    "max_results must be between 1 and " + MAX_CHART_POINTS + ", got " + most + ".");
        }
        return history.ofSeveral(
                runIds, request.required("metric_key"), request.number("start_step"), request.number("end_step"), (int)
                        most);
    }
}
