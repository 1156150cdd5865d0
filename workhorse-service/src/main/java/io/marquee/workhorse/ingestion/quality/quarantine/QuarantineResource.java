package io.marquee.workhorse.ingestion.quality.quarantine;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.marquee.contract.problem.ProblemException;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** The quarantine over HTTP. */
@Path("/api/v1/quarantine")
@Tag(name = "quality")
@RunOnVirtualThread
public class QuarantineResource {

    /** Refused rows and events. */
    public record Newest(List<Quarantine.Entry> entries) {}

    /** Refusals by reason. */
    public record Counts(List<Quarantine.Count> counts) {}

    /** What has left. */
    public record Left(List<QuarantineHistory.Left> entries) {}

    /** How many entries were discarded. */
    public record Discarded(int discarded) {}

    /**
     * What to send through again: by ids, or by any of the others.
     *
     * @param reason a part of the reason for which they were refused
     * @param corrections new values, by quarantine_id and column
     */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record ReplayRequest(
            @Nullable String ingestionId,
            @Nullable List<Long> ids,
            @Nullable String source,
            @Nullable String table,
            @Nullable String field,
            @Nullable String reason,
            @Nullable Map<String, Map<String, Object>> corrections,
            boolean dryRun) {}

    private final Quarantine quarantine;
    private final QuarantineReplay replay;
    private final QuarantineHistory history;

    QuarantineResource(Quarantine quarantine, QuarantineReplay replay, QuarantineHistory history) {
        this.quarantine = quarantine;
        this.replay = replay;
        this.history = history;
    }

    @GET
    @Operation(
            summary = "Refused rows and events with the reason, newest first; before is the last id of the page before")
    public Newest newest(
            @BeanParam QuarantineQuery query,
            @RestQuery @Nullable String reason,
            @RestQuery @Nullable Long before,
            @RestQuery @DefaultValue("50") @Min(1) @Max(1000) int limit) {
        return new Newest(quarantine.newest(query.filter(reason), before, limit));
    }

    @GET
    @Path("/counts")
    @Operation(summary = "How many rows and events were refused for which reason, the most frequent first")
    public Counts counts(
            @BeanParam QuarantineQuery query,
            @RestQuery @Nullable String reason,
            @RestQuery @DefaultValue("100") @Min(1) @Max(1000) int limit) {
        return new Counts(quarantine.counts(query.filter(reason), limit));
    }

    @GET
    @Path("/export")
    @Produces("text/csv;charset=UTF-8")
    @Operation(summary = "The newest entries as CSV for a spreadsheet; what it would take for a formula is quoted")
    public String export(
            @BeanParam QuarantineQuery query,
            @RestQuery @Nullable String reason,
            @RestQuery @DefaultValue("1000") @Min(1) @Max(5000) int limit) {
        StringBuilder csv = new StringBuilder(SpreadsheetCsv.line(List.of(
                "quarantine_id",
                "ingestion_id",
                "source",
                "table",
                "file",
                "line",
                "field",
                "reason",
                "replayable",
                "raw")));
        for (Quarantine.Entry entry : quarantine.newest(query.filter(reason), null, limit)) {
            csv.append(SpreadsheetCsv.line(Arrays.asList(
                    entry.quarantineId(),
                    entry.ingestionId(),
                    entry.source(),
                    entry.table(),
                    entry.file(),
                    entry.line(),
                    entry.field(),
                    entry.reason(),
                    entry.replayable(),
                    entry.raw())));
        }
        return csv.toString();
    }

    @GET
    @Path("/history")
    @Operation(summary = "What has left the quarantine, by replay or discarded, newest first")
    public Left history(@RestQuery @DefaultValue("50") @Min(1) @Max(1000) int limit) {
        return new Left(history.newest(limit));
    }

    @POST
    @Path("/replay")
    @Operation(summary = "Sends refused rows and events through again, with corrections if given")
    @APIResponse(
            responseCode = "202",
            description = "Rows are on their way; look at the ingestions for what becomes of them")
    @APIResponse(responseCode = "422", description = "Nothing of what is meant can be replayed")
    public Response replay(@Nullable ReplayRequest request) {
        if (request == null) {
            throw ProblemException.invalid("ids", null, "must be given, or another way to say what is meant");
        }
        QuarantineFilter filter = new QuarantineFilter(
                request.ids(),
                request.ingestionId(),
                request.source(),
                request.table(),
                request.field(),
                request.reason());
        if (filter.isEverything()) {
            throw ProblemException.invalid("ids", null, "must be given, or another way to say what is meant");
        }
        QuarantineReplay.Outcome outcome =
                replay.replay(filter, Corrections.of(request.corrections()), request.dryRun());
        Response.ResponseBuilder answer = Response.accepted(outcome);
        if (outcome.ingestions().size() == 1) {
            answer.location(URI.create(
                    "/api/v1/ingestions/" + outcome.ingestions().getFirst().ingestionId()));
        }
        return answer.build();
    }

    @DELETE
    @Path("/{quarantineId}")
    @Operation(summary = "Discards one entry; the history keeps it with the reason")
    @APIResponse(responseCode = "404", description = "It is not in quarantine")
    public Discarded discard(@RestPath long quarantineId, @RestQuery @Nullable String reason) {
        int discarded = history.discard(
                new QuarantineFilter(List.of(quarantineId), null, null, null, null, null), given(reason));
        if (discarded == 0) {
            throw ProblemException.notFound("quarantine_id", quarantineId);
        }
        return new Discarded(discarded);
    }

    @DELETE
    @Operation(summary = "Discards the entries that are meant; the history keeps them with the reason")
    public Discarded discardAll(@BeanParam QuarantineQuery query, @RestQuery @Nullable String reason) {
        QuarantineFilter filter = query.filter(null);
        if (filter.isEverything()) {
            throw ProblemException.invalid("ingestion_id", null, "must be given, or source, table or field");
        }
        return new Discarded(history.discard(filter, given(reason)));
    }

    private static String given(@Nullable String reason) {
        if (reason == null || reason.isBlank() || reason.length() > 500) {
            throw ProblemException.invalid("reason", reason, "must say in 1 to 500 characters why they are discarded");
        }
        return reason.strip();
    }
}
