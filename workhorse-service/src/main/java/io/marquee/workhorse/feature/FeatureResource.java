package io.marquee.workhorse.feature;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.marquee.contract.problem.ProblemException;
import io.marquee.workhorse.feature.FeatureViewResponse.Build;
import io.marquee.workhorse.feature.FeatureViewResponse.Online;
import io.marquee.workhorse.feature.definition.ActiveDefinitions;
import io.marquee.workhorse.feature.offline.CurrentBuild;
import io.marquee.workhorse.feature.offline.OfflineStore;
import io.marquee.workhorse.feature.online.Materialization;
import io.marquee.workhorse.feature.online.Materialized;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;

/** Feature views and their rows over HTTP. */
@Path("/api/v1/features")
@Tag(name = "features")
@RunOnVirtualThread
public class FeatureResource {

    private static final Logger LOG = Logger.getLogger(FeatureResource.class);

    /** All views. */
    public record Views(List<FeatureViewResponse> views) {}

    /** What a build made. */
    public record Built(List<Build> builds) {}

    /** What a materialisation wrote. */
    public record Written(List<Online> views) {}

    /** An online row. */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record Row(String view, long entityId, Instant eventTimestamp, Map<String, @Nullable Object> values) {}

    private final ActiveDefinitions definitions;
    private final OfflineStore offline;
    private final Materialization materialization;
    private final OnlineStoreReader online;

    FeatureResource(
            ActiveDefinitions definitions,
            OfflineStore offline,
            Materialization materialization,
            OnlineStoreReader online) {
        this.definitions = definitions;
        this.offline = offline;
        this.materialization = materialization;
        this.online = online;
    }

    @POST
    @Path("/build")
    @Operation(summary = "Computes all views from the catalogue as it is now; answers when it is done, see also /jobs")
    public Built build() throws SQLException, IOException {
        return new Built(offline.build(LOG::info).stream().map(Build::from).toList());
    }

    @POST
    @Path("/materialize")
    @Operation(summary = "Brings the newest row of every entity online; answers when it is done, see also /jobs")
    public Written materialize() throws SQLException, IOException {
        return new Written(materialization.materialize(LOG::info).stream()
                .map(Online::from)
                .toList());
    }

    @GET
    @Path("/views")
    @Operation(summary = "All feature views with their features and the state of their rows")
    public Views views() {
        CurrentBuild current = offline.current();
        List<Materialized> materialized = materialization.last();
        return new Views(definitions.get().views().stream()
                .map(view -> FeatureViewResponse.from(view, current, materialized))
                .toList());
    }

    @GET
    @Path("/views/{view}")
    @Operation(summary = "A feature view with its features and the state of its rows")
    public FeatureViewResponse view(@RestPath String view) {
        return FeatureViewResponse.from(definitions.get().view(view), offline.current(), materialization.last());
    }

    @GET
    @Path("/{view}/{entityId}")
    @Operation(summary = "The online row of one entity; /rows gives several")
    public Row row(@RestPath String view, @RestPath long entityId) {
        return online.read(view, entityId)
                .map(row -> new Row(view, entityId, row.eventTimestamp(), row.values()))
                .orElseThrow(() -> ProblemException.notFound("row of " + view + " for", entityId));
    }
}
