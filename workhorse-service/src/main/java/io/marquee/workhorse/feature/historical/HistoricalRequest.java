package io.marquee.workhorse.feature.historical;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.marquee.contract.feature.FeatureReference;
import io.marquee.contract.problem.ProblemException;
import io.marquee.contract.problem.ProblemType;
import io.marquee.workhorse.feature.definition.FeatureDefinitions;
import io.marquee.workhorse.feature.offline.EntityFrame;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which features are wanted, and of what: of an entity frame, or of all entities in a range of time.
 *
 * @param entityFrame the entities and moments; absent for a range
 * @param start of the range, part of it; without one it is as long as the longest TTL of the views, or 30 days where none has
 *     any, as in Feast
 * @param end of the range, part of it, and the moment that the values are of; now without one
 * @param features {@code view:feature} each; absent when a service is named
 * @param featureService the service whose features are wanted
 * @param fullFeatureNames whether columns are named {@code view__feature}; otherwise features have their own names
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record HistoricalRequest(
        @Nullable Frame entityFrame,
        @Nullable Instant start,
        @Nullable Instant end,
        @Nullable List<String> features,
        @Nullable String featureService,
        boolean fullFeatureNames) {

    /** How far a range reaches back when neither the request nor a TTL says it. */
    private static final Duration WINDOW = Duration.ofDays(30);

    /**
     * An entity frame in one of three forms.
     *
     * @param uri a file or folder of files
     * @param connection a database, together with {@code sql}
     * @param columns names, together with {@code rows}
     */
    public record Frame(
            @Nullable String uri,
            @Nullable String connection,
            @Nullable String sql,
            @Nullable List<String> columns,
            @Nullable List<List<@Nullable Object>> rows) {

        private EntityFrame toFrame() {
            try {
                if (uri != null && connection == null && sql == null && columns == null && rows == null) {
                    return new EntityFrame.File(uri);
                }
                if (connection != null && sql != null && uri == null && columns == null && rows == null) {
                    return new EntityFrame.Query(connection, sql);
                }
                if (columns != null && rows != null && uri == null && connection == null && sql == null) {
                    return new EntityFrame.Rows(columns, rows);
                }
            } catch (IllegalArgumentException e) {
                throw new ProblemException(ProblemType.INVALID_REQUEST, String.valueOf(e.getMessage()), e);
            }
            throw ProblemException.invalid(
                    "entity_frame", this, "must have either uri, or connection and sql, or columns and rows");
        }
    }

    /**
     * What the request means, looked through.
     *
     * @param frame null for a range
     */
    record Wanted(
            @Nullable EntityFrame frame,
            @Nullable Instant start,
            @Nullable Instant end,
            List<FeatureReference> features,
            boolean fullNames) {}

    /**
     * Looks through the request.
     *
     * @throws ProblemException naming what is wrong with it
     */
    Wanted check(FeatureDefinitions definitions, Instant now) {
        List<FeatureReference> references = references(definitions);
        if (entityFrame != null) {
            if (start != null || end != null) {
                throw ProblemException.invalid(
                        start == null ? "end" : "start",
                        start == null ? end : start,
                        "must be absent beside an entity frame");
            }
            return new Wanted(entityFrame.toFrame(), null, null, references, fullFeatureNames);
        }
        if (start == null && end == null) {
            throw ProblemException.invalid("entity_frame", null, "is required, or start or end instead of it");
        }
        Instant until = end == null ? now : end;
        Instant from = start == null ? until.minus(longestTtl(references, definitions)) : start;
        if (!from.isBefore(until)) {
            throw ProblemException.invalid("start", from, "must be before the end, " + until);
        }
        return new Wanted(null, from, until, references, fullFeatureNames);
    }

    private static Duration longestTtl(List<FeatureReference> references, FeatureDefinitions definitions) {
        return references.stream()
                .map(reference -> definitions.view(reference.view()).view().ttl())
                .filter(ttl -> !ttl.isZero())
                .max(Comparator.naturalOrder())
                .orElse(WINDOW);
    }

    private List<FeatureReference> references(FeatureDefinitions definitions) {
        if ((features == null) == (featureService == null)) {
            throw ProblemException.invalid("features", features, "must be given, or a feature_service instead");
        }
        if (featureService != null) {
            return definitions.resolve(featureService);
        }
        if (features == null || features.isEmpty()) {
            throw ProblemException.invalid("features", features, "must name at least one feature");
        }
        List<FeatureReference> references = features.stream()
                .map(text -> {
                    try {
                        return FeatureReference.parse(text);
                    } catch (IllegalArgumentException e) {
                        throw ProblemException.invalid("features", text, "must have the shape view:feature");
                    }
                })
                .toList();
        references.forEach(definitions::field);
        return references;
    }
}
