package io.marquee.workhorse.tracking.registry;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** The registry in a few verbs. A version in a path is a number, an alias or {@code latest}. */
@Path("/api/v1/models")
@Tag(name = "models")
@RunOnVirtualThread
public class ModelResource {

    /**
     * A version to make.
     *
     * @param path where the run's artefacts hold the model; by default {@code model}
     */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record RegisterRequest(
            @NotBlank String runId,
            @Nullable String path,
            @Nullable String description,
            @Nullable Map<String, String> tags) {}

    /** All models. */
    public record All(List<ModelView> models) {}

    private final ModelVerbs verbs;

    ModelResource(ModelVerbs verbs) {
        this.verbs = verbs;
    }

    @GET
    @Operation(summary = "All models with their versions")
    public All list() {
        return new All(verbs.all());
    }

    @GET
    @Path("/{name}")
    @Operation(summary = "One model with its versions, newest first")
    public ModelView model(@RestPath String name) {
        return verbs.model(name);
    }

    @POST
    @Path("/{name}/versions")
    @Operation(summary = "Registers what a run has logged as the next version")
    @APIResponse(responseCode = "201", description = "The version that was made")
    public Response register(@RestPath String name, @Valid @NotNull RegisterRequest request) {
        ModelView.Version made = verbs.register(
                name,
                request.runId(),
                request.path() == null ? "model" : request.path(),
                request.description(),
                request.tags() == null ? Map.of() : request.tags());
        return Response.status(Response.Status.CREATED).entity(made).build();
    }

    @GET
    @Path("/{name}/versions/{version}")
    @Operation(summary = "A version: where its files are, its stage and aliases, and what its run has logged")
    public ModelView.Version version(@RestPath String name, @RestPath String version) {
        return verbs.version(name, version);
    }

    @POST
    @Path("/{name}/versions/{version}/promote")
    @Operation(summary = "Makes a version the champion and the only one in production")
    public ModelView.Version promote(@RestPath String name, @RestPath String version) {
        return verbs.promote(name, version);
    }

    @POST
    @Path("/{name}/rollback")
    @Operation(summary = "Makes the version champion that was it before the present one")
    @APIResponse(responseCode = "409", description = "There was none before")
    public ModelView.Version rollBack(@RestPath String name) {
        return verbs.rollBack(name);
    }

    @POST
    @Path("/{name}/versions/{version}/retire")
    @Operation(summary = "Takes a version out of use: archived, without aliases")
    @APIResponse(responseCode = "409", description = "It is the champion")
    public ModelView.Version retire(@RestPath String name, @RestPath String version) {
        return verbs.retire(name, version);
    }

    @GET
    @Path("/{name}/compare")
    @Operation(summary = "Parameters and metrics of two versions side by side")
    public ModelComparison compare(
            @RestPath String name, @RestQuery @NotBlank String left, @RestQuery @NotBlank String right) {
        return verbs.compare(name, left, right);
    }
}
