package io.marquee.nervous.baseline;

import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.ws.rs.Encoded;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** What is needed of MLflow's REST API 2.0; see {@link MlflowRegistry} for what it means. */
@RegisterRestClient(configKey = "mlflow")
@Path("/api/2.0")
interface MlflowApi {

    record ModelVersionAnswer(
            @JsonProperty("model_version") @Nullable VersionBody modelVersion) {}

    record VersionBody(
            @JsonProperty("name") String name,
            @JsonProperty("version") String version,
            @JsonProperty("source") @Nullable String source,
            @JsonProperty("run_id") @Nullable String runId) {}

    record RunAnswer(@JsonProperty("run") @Nullable RunBody run) {}

    record RunBody(@JsonProperty("info") RunInfo info) {}

    record RunInfo(@JsonProperty("artifact_uri") @Nullable String artifactUri) {}

    @GET
    @Path("/mlflow/registered-models/alias")
    @Produces(MediaType.APPLICATION_JSON)
    ModelVersionAnswer versionByAlias(@RestQuery String name, @RestQuery String alias);

    @GET
    @Path("/mlflow/runs/get")
    @Produces(MediaType.APPLICATION_JSON)
    RunAnswer run(@RestQuery("run_id") String runId);

    @GET
    @Path("/mlflow-artifacts/artifacts/{path: .+}")
    @Produces(MediaType.WILDCARD)
    byte[] artifact(@Encoded @PathParam("path") String path);
}
