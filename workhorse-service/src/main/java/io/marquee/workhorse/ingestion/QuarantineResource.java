package io.marquee.workhorse.ingestion;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;

/** The quarantine over HTTP. */
@Path("/api/v1/quarantine")
@Tag(name = "ingestion")
@RunOnVirtualThread
public class QuarantineResource {

    /** Refused rows and events. */
    public record Newest(List<Quarantine.Entry> entries) {}

    private final Quarantine quarantine;

    QuarantineResource(Quarantine quarantine) {
        this.quarantine = quarantine;
    }

    @GET
    @Operation(summary = "Refused rows and events with the reason, newest first")
    public Newest newest(
            @RestQuery("ingestion_id") Optional<String> ingestionId,
            @RestQuery @DefaultValue("50") @Min(1) @Max(1000) int limit) {
        return new Newest(quarantine.newest(ingestionId, limit));
    }
}
