package io.marquee.workhorse.export;

import io.marquee.contract.problem.ProblemException;
import io.marquee.workhorse.adapter.AdapterException;
import io.marquee.workhorse.adapter.AdapterFactory;
import io.marquee.workhorse.adapter.DataAdapter;
import io.marquee.workhorse.adapter.file.FileOptions;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.io.IOException;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Tries whether the places that sources and exports name can be reached. */
@Path("/api/v1/connections")
@Tag(name = "export")
@RunOnVirtualThread
public class ConnectionResource {

    /**
     * What to try.
     *
     * @param uri a connection URI or the name of a connection, or a path or URI of files
     */
    public record Request(@NotBlank String uri) {}

    /**
     * It works.
     *
     * @param adapter {@code SqlAdapter} or {@code StorageAdapter}
     * @param uri without password and options
     * @param answer what was reached, for example {@code PostgreSQL 18.6}
     */
    public record Works(String adapter, String uri, String answer) {}

    private final AdapterFactory adapters;

    ConnectionResource(AdapterFactory adapters) {
        this.adapters = adapters;
    }

    @POST
    @Path("/test")
    @Operation(summary = "Tries a database, a bucket, a folder or a file")
    @APIResponse(responseCode = "200", description = "It answers and lets us in")
    @APIResponse(responseCode = "400", description = "The URI is not right")
    @APIResponse(responseCode = "422", description = "A driver is missing; the answer says which and where to put it")
    @APIResponse(responseCode = "502", description = "It does not answer, or refuses the user")
    public Works test(@Valid @Nullable Request request) {
        if (request == null) {
            throw ProblemException.invalid("uri", null, "is required");
        }
        try {
            DataAdapter adapter = adapters.open(request.uri(), FileOptions.DEFAULT);
            String answer = adapter.test();
            return new Works(adapter.getClass().getSimpleName(), adapter.origin(), answer);
        } catch (IOException e) {
            throw AdapterException.problem("uri", e);
        }
    }
}
