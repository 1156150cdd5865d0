package io.marquee.workhorse.tracking.wire;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Tells MLflow clients which release's contract is spoken here. */
@Path("/version")
@Tag(name = "MLflow server")
public class VersionResource {

    /** The MLflow release whose REST contract this server keeps. */
    public static final String MLFLOW_RELEASE = "2.17.2";

    @GET
    @Produces(MediaType.TEXT_PLAIN)
    @Operation(summary = "The MLflow release whose REST contract is kept")
    public String version() {
        return MLFLOW_RELEASE;
    }
}
