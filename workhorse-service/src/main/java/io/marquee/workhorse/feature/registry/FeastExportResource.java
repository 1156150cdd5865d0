package io.marquee.workhorse.feature.registry;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Feast's two files over HTTP: put both into a folder, and Feast's tools work there. */
@Path("/api/v1/feature-registry/export")
@Tag(name = "feature registry")
@RunOnVirtualThread
public class FeastExportResource {

    private final FeastExport export;

    FeastExportResource(FeastExport export) {
        this.export = export;
    }

    @GET
    @Path("/registry.db")
    @Produces(MediaType.APPLICATION_OCTET_STREAM)
    @Operation(summary = "The registry as Feast's feast.core.Registry")
    public byte[] registry() {
        return export.registry();
    }

    @GET
    @Path("/feature_store.yaml")
    @Produces("application/yaml")
    @Operation(summary = "Feast's configuration for the same project")
    public String storeFile() {
        return export.storeFile();
    }
}
