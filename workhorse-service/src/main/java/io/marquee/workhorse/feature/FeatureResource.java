package io.marquee.workhorse.feature;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.marquee.contract.feature.FeatureField;
import io.marquee.contract.feature.JoinKey;
import io.marquee.contract.problem.ProblemException;
import io.marquee.workhorse.feature.definition.ActiveDefinitions;
import io.marquee.workhorse.feature.definition.ViewDefinition;
import io.marquee.workhorse.feature.offline.CurrentBuild;
import io.marquee.workhorse.feature.offline.OfflineBuild;
import io.marquee.workhorse.feature.offline.OfflineStore;
import io.marquee.workhorse.feature.online.Materialization;
import io.marquee.workhorse.feature.online.Materialized;
import io.marquee.workhorse.snapshot.DataSnapshot;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    /** A feature. */
    public record Field(
            String name,
            String type,
            String description,
            @Nullable Double min,
            @Nullable Double max) {

        static Field from(FeatureField field) {
            return new Field(field.name(), field.type().name(), field.description(), field.min(), field.max());
        }
    }

    /** A feature view with the state of its rows. */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record View(
            String name,
            int version,
            List<String> entities,
            List<String> joinKeys,
            String description,
            String owner,
            Map<String, String> tags,
            long ttlSeconds,
            long onlineTtlSeconds,
            List<Field> fields,
            @Nullable Build offline,
            @Nullable Online online) {}

    /** Offline rows. */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record Build(
            String view,
            String buildId,
            int version,
            long rows,
            Instant snapshotAt,
            String objectKey,
            @Nullable DataSnapshot snapshot) {

        static Build from(OfflineBuild build) {
            return new Build(
                    build.view(),
                    build.buildId(),
                    build.version(),
                    build.rowCount(),
                    build.snapshotAt(),
                    build.objectKey(),
                    build.snapshot());
        }
    }

    /** Online rows, as of the last materialisation. */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record Online(
            String view, @Nullable String buildId, long rowsWritten, long rowsNewer, Instant materializedAt) {

        static Online from(Materialized done) {
            return new Online(done.view(), done.buildId(), done.rowsWritten(), done.rowsNewer(), done.materializedAt());
        }
    }

    /** All views. */
    public record Views(List<View> views) {}

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
    @Operation(summary = "Computes all views from the catalogue as it is now; answers when it is done")
    public Built build() throws SQLException, IOException {
        return new Built(offline.build(LOG::info).stream().map(Build::from).toList());
    }

    @POST
    @Path("/materialize")
    @Operation(summary = "Brings the newest row of every entity online; answers when it is done")
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
                .map(view -> view(view, current, materialized))
                .toList());
    }

    @GET
    @Path("/{view}/{entityId}")
    @Operation(summary = "The online row of one entity")
    public Row row(@RestPath String view, @RestPath long entityId) {
        return online.read(view, entityId)
                .map(row -> new Row(view, entityId, row.eventTimestamp(), row.values()))
                .orElseThrow(() -> ProblemException.notFound("row of " + view + " for", entityId));
    }

    private static View view(ViewDefinition definition, CurrentBuild current, List<Materialized> materialized) {
        Optional<Materialized> done = materialized.stream()
                .filter(candidate -> candidate.view().equals(definition.name()))
                .findFirst();
        return new View(
                definition.name(),
                definition.view().version(),
                definition.entities(),
                definition.joinKeys().stream().map(JoinKey::column).toList(),
                definition.view().description(),
                definition.view().owner(),
                definition.view().tags(),
                definition.view().ttl().toSeconds(),
                definition.onlineTtl().toSeconds(),
                definition.view().fields().stream().map(Field::from).toList(),
                current.find(definition.name()).map(Build::from).orElse(null),
                done.map(Online::from).orElse(null));
    }
}
