package io.marquee.workhorse.platform;

import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.health.SmallRyeHealth;
import io.smallrye.health.SmallRyeHealthReporter;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/**
 * Whether the process lives. MLflow clients expect the two letters {@code OK}; who asks for JSON is told of each check, as
 * by the other services.
 */
@Path("/health")
@Tag(name = "Health")
public class LivenessResource {

    private final SmallRyeHealthReporter reporter;

    LivenessResource(SmallRyeHealthReporter reporter) {
        this.reporter = reporter;
    }

    @GET
    @NonBlocking
    @Operation(summary = "Whether the process lives: OK, or its checks as JSON for who accepts only that")
    public Uni<Response> live(@Context HttpHeaders headers) {
        boolean json = headers.getAcceptableMediaTypes().stream()
                .allMatch(type -> !type.isWildcardType() && type.isCompatible(MediaType.APPLICATION_JSON_TYPE));
        return reporter.getLivenessAsync().map(health -> json ? asJson(health) : asText(health));
    }

    private static Response asText(SmallRyeHealth health) {
        return answer(health, MediaType.TEXT_PLAIN_TYPE, health.isDown() ? "DOWN" : "OK");
    }

    private static Response asJson(SmallRyeHealth health) {
        return answer(
                health, MediaType.APPLICATION_JSON_TYPE, health.getPayload().toString());
    }

    private static Response answer(SmallRyeHealth health, MediaType type, String body) {
        return Response.status(health.isDown() ? Response.Status.SERVICE_UNAVAILABLE : Response.Status.OK)
                .type(type)
                .entity(body)
                .build();
    }
}
