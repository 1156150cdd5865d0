package io.marquee.controltower.orchestration.airflow;

import io.marquee.controltower.orchestration.definition.DagCatalog;
import io.marquee.controltower.orchestration.execution.PauseSwitch;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;

/** DAGs and the files that are none, as in Airflow's API v2. */
@Path("/api/v2")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Airflow v2")
public class DagResource {

    private final DagCatalog catalog;
    private final DagLookup lookup;
    private final PauseSwitch pauses;
    private final Clock clock;

    DagResource(DagCatalog catalog, DagLookup lookup, PauseSwitch pauses, Clock clock) {
        this.catalog = catalog;
        this.lookup = lookup;
        this.pauses = pauses;
        this.clock = clock;
    }

    @GET
    @Path("/dags")
    @Operation(summary = "The DAGs")
    public Pages.Dags dags(@Context UriInfo uri) {
        Query query = Query.of(uri);
        Map<String, Boolean> paused = pauses.all();
        List<DagResponse> found = catalog.all().stream()
                .map(entry -> DagResponse.from(
                        entry,
                        paused.getOrDefault(entry.dag().dagId(), entry.dag().pausedUponCreation()),
                        clock.instant()))
                .filter(dag -> query.flag("paused")
                        .map(wanted -> wanted == dag.paused())
                        .orElse(true))
                .filter(dag -> query.text("dag_id_pattern")
                        .map(pattern -> like(pattern).matcher(dag.dagId()).matches())
                        .orElse(true))
                .filter(dag -> query.texts("tags").isEmpty()
                        || dag.tags().stream()
                                .anyMatch(tag -> query.texts("tags").contains(tag.name())))
                .sorted(order(query.orderBy()))
                .toList();
        return new Pages.Dags(
                found.stream().skip(query.offset()).limit(query.limit()).toList(), found.size());
    }

    @GET
    @Path("/dags/{dag_id}")
    @Operation(summary = "One DAG")
    public DagResponse dag(@RestPath("dag_id") String dagId) {
        return response(lookup.dag(dagId));
    }

    @PATCH
    @Path("/dags/{dag_id}")
    @Consumes(MediaType.WILDCARD)
    @Operation(summary = "Pause a DAG, or let it go on")
    public DagResponse patch(@RestPath("dag_id") String dagId, @Nullable String text) {
        JsonBody body = JsonBody.read(text);
        boolean paused = body.requiredFlag("is_paused");
        body.check();
        DagCatalog.Entry entry = lookup.dag(dagId);
        pauses.set(entry.dag(), paused);
        return response(entry);
    }

    @GET
    @Path("/importErrors")
    @Operation(summary = "The DAG files that cannot be used, and why")
    public Pages.ImportErrors importErrors(@Context UriInfo uri) {
        Query query = Query.of(uri);
        List<Pages.ImportError> all = catalog.faults().stream()
                .map(fault -> new Pages.ImportError(
                        fault.number(), fault.since(), fault.fileName(), DagResponse.BUNDLE, fault.message()))
                .toList();
        return new Pages.ImportErrors(
                all.stream().skip(query.offset()).limit(query.limit()).toList(), all.size());
    }

    private DagResponse response(DagCatalog.Entry entry) {
        return DagResponse.from(entry, pauses.isPaused(entry.dag()), clock.instant());
    }

    private static Comparator<DagResponse> order(List<String> terms) {
        Comparator<DagResponse> byId = Comparator.comparing(DagResponse::dagId);
        if (terms.isEmpty()) {
            return byId;
        }
        return switch (terms.getFirst()) {
            case "dag_id", "dag_display_name" -> byId;
            case "-dag_id", "-dag_display_name" -> byId.reversed();
            default ->
                throw AirflowException.badRequest("Ordering with '" + terms.getFirst()
                        + "' is disallowed or the attribute does not exist on the model");
        };
    }

    /** SQL's LIKE over the whole id, ignoring case; without a wildcard the pattern may be anywhere in the id. */
    private static Pattern like(String pattern) {
        String wild = pattern.contains("%") || pattern.contains("_") ? pattern : "%" + pattern + "%";
        StringBuilder regex = new StringBuilder();
        for (char c : wild.toCharArray()) {
            switch (c) {
                case '%' -> regex.append(".*");
                case '_' -> regex.append('.');
                default -> regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        return Pattern.compile(regex.toString(), Pattern.CASE_INSENSITIVE);
    }
}
