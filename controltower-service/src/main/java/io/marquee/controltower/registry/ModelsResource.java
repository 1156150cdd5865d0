package io.marquee.controltower.registry;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Tells which model versions answer. */
@Path("/api/v1/models")
@Tag(name = "models")
public class ModelsResource {

    private final Champions champions;

    ModelsResource(Champions champions) {
        this.champions = champions;
    }

    @GET
    @Operation(summary = "Which model versions answer, and how the last look at the registry ended")
    public ModelsResponse models() {
        return ModelsResponse.from(champions.statuses());
    }
}
