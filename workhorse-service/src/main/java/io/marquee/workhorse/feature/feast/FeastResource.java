package io.marquee.workhorse.feature.feast;

import io.marquee.workhorse.feature.serving.ServingConfig;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;

/** What Feast's feature server takes in, at its paths; content types are not looked at, as by Feast. */
@Path("/")
@Tag(name = "feast")
@RunOnVirtualThread
@Consumes(MediaType.WILDCARD)
public class FeastResource {

    private final FeastWrites writes;
    private final FeastMaterialization materialization;
    private final FeastMetrics metrics;
    private final ServingConfig config;
    private final FeastErrors errors;

    FeastResource(
            FeastWrites writes, FeastMaterialization materialization, FeastMetrics metrics, ServingConfig config) {
        this.writes = writes;
        this.materialization = materialization;
        this.metrics = metrics;
        this.config = config;
        this.errors = new FeastErrors(config.compatibility());
    }

    @POST
    @Path("/push")
    @Operation(summary = "Takes rows of a push source, for the online store, the offline store or both")
    public Response push(InputStream body) {
        return answer("/push", () -> {
            FeastRequest request = FeastRequest.read(body, config.maxBody());
            writes.push(request.text("push_source_name"), request.table("df"), request.optionalText("to", "online"));
            return FeastAnswer.done(null);
        });
    }

    @POST
    @Path("/write-to-online-store")
    @Operation(summary = "Takes rows of a feature view for the online store")
    public Response writeToOnlineStore(InputStream body) {
        return answer("/write-to-online-store", () -> {
            FeastRequest request = FeastRequest.read(body, config.maxBody());
            writes.writeOnline(request.text("feature_view_name"), request.table("df"));
            return FeastAnswer.done("null");
        });
    }

    @POST
    @Path("/materialize")
    @Operation(summary = "Brings the rows of an interval online; answers when it is done, or with async at once")
    public Response materialize(InputStream body, @RestQuery boolean async, @RestQuery boolean force) {
        return answer("/materialize", () -> {
            FeastMaterialization.Order order = materialization.interval(FeastRequest.read(body, config.maxBody()));
            return async ? materialization.begin(order, force) : materialization.run(order, force);
        });
    }

    @POST
    @Path("/materialize-incremental")
    @Operation(summary = "Brings online what is new; answers when it is done, or with async at once")
    public Response materializeIncremental(InputStream body, @RestQuery boolean async, @RestQuery boolean force) {
        return answer("/materialize-incremental", () -> {
            FeastMaterialization.Order order = materialization.increment(FeastRequest.read(body, config.maxBody()));
            return async ? materialization.begin(order, force) : materialization.run(order, force);
        });
    }

    @FunctionalInterface
    private interface Call {
        FeastAnswer answer() throws Exception;
    }

    /** Every failure of these paths is told in Feast's way, so none reaches the service's own mappers. */
    private Response answer(String path, Call call) {
        long started = System.nanoTime();
        FeastAnswer answer;
        try {
            answer = call.answer();
        } catch (Exception e) {
            answer = errors.answer(e);
        }
        metrics.answered(FeastMetrics.Shape.of(path), answer.status() < 400, System.nanoTime() - started);
        Response.ResponseBuilder response = Response.status(answer.status());
        if (answer.body().length > 0) {
            response.type(FeastAnswer.JSON).entity(answer.body());
        }
        return response.build();
    }
}
