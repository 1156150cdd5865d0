package io.marquee.workhorse.feature;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.marquee.contract.feature.FeatureField;
import io.marquee.contract.feature.JoinKey;
import io.marquee.workhorse.feature.definition.Computation;
import io.marquee.workhorse.feature.definition.ViewDefinition;
import io.marquee.workhorse.feature.offline.CurrentBuild;
import io.marquee.workhorse.feature.offline.OfflineBuild;
import io.marquee.workhorse.feature.online.Materialized;
import io.marquee.workhorse.snapshot.DataSnapshot;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A feature view with the state of its rows.
 *
 * @param computation {@code sql} or {@code aggregations}
 * @param sources what it is computed from
 * @param pushSource through which rows may be handed in besides; null when none may
 * @param offline null when there are no rows of it in the current build
 * @param online null when it has never been brought online
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record FeatureViewResponse(
        String name,
        int version,
        List<String> entities,
        List<String> joinKeys,
        String description,
        String owner,
        Map<String, String> tags,
        String computation,
        List<String> sources,
        @Nullable String pushSource,
        long ttlSeconds,
        long onlineTtlSeconds,
        List<Field> fields,
        @Nullable Build offline,
        @Nullable Online online) {

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

        /** What is shown of a build. */
        public static Build from(OfflineBuild build) {
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

    /**
     * Online rows, as of the last materialisation.
     *
     * @param watermark rows up to this time are online; null when only an interval was brought online
     */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record Online(
            String view,
            @Nullable String buildId,
            long rowsWritten,
            long rowsNewer,
            Instant materializedAt,
            @Nullable Instant watermark) {

        /** What is shown of a materialisation. */
        public static Online from(Materialized done) {
            return new Online(
                    done.view(),
                    done.buildId(),
                    done.rowsWritten(),
                    done.rowsNewer(),
                    done.materializedAt(),
                    done.watermark());
        }
    }

    static FeatureViewResponse from(ViewDefinition definition, CurrentBuild current, List<Materialized> materialized) {
        return new FeatureViewResponse(
                definition.name(),
                definition.view().version(),
                definition.entities(),
                definition.joinKeys().stream().map(JoinKey::column).toList(),
                definition.view().description(),
                definition.view().owner(),
                definition.view().tags(),
                switch (definition.computation()) {
                    case Computation.Sql sql -> "sql";
                    case Computation.Aggregations aggregations -> "aggregations";
                },
                definition.sources(),
                definition.pushSource(),
                definition.view().ttl().toSeconds(),
                definition.onlineTtl().toSeconds(),
                definition.view().fields().stream().map(Field::from).toList(),
                current.find(definition.name()).map(Build::from).orElse(null),
                materialized.stream()
                        .filter(candidate -> candidate.view().equals(definition.name()))
                        .findFirst()
                        .map(Online::from)
                        .orElse(null));
    }
}
