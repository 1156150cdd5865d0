package io.marquee.workhorse.feature.offline;

import io.marquee.contract.feature.FeatureField;
import io.marquee.contract.feature.FeatureReference;
import io.marquee.contract.feature.FeatureView;
import io.marquee.contract.feature.JoinKey;
import io.marquee.contract.problem.ProblemException;
import io.marquee.workhorse.feature.FeatureConfig;
import io.marquee.workhorse.feature.definition.ActiveDefinitions;
import io.marquee.workhorse.feature.definition.FeatureDefinitions;
import io.marquee.workhorse.feature.definition.ViewDefinition;
import io.marquee.workhorse.feature.offline.AsOfJoin.JoinedView;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Feature values of the past as Parquet files: for entities and moments that somebody names, with the values that were known
 * at each moment, or for all entities at the end of a range of time. Semantics are Feast's, see {@link AsOfJoin}.
 *
 * <p>A file is written from front to back, so that it can be sent on meanwhile, and removed when that fails. Memory is bounded
 * by what DuckDB is given.
 */
@ApplicationScoped
public class HistoricalRetrieval {

    private final OfflineStore store;
    private final ActiveDefinitions definitions;
    private final EntityFrames frames;
    private final FeatureConfig config;

    HistoricalRetrieval(OfflineStore store, ActiveDefinitions definitions, EntityFrames frames, FeatureConfig config) {
        this.store = store;
        this.definitions = definitions;
        this.frames = frames;
        this.config = config;
    }

    /** As {@link #join(EntityFrame, List, boolean, Path)}, with full feature names. */
    public long join(EntityFrame frame, List<FeatureReference> features, Path parquetOut) throws IOException {
        return join(frame, features, true, parquetOut);
    }

    /**
     * Joins an entity frame with features as they were known at each row's {@code event_timestamp}. The columns of the frame
     * come first and in their order, then the features in the order they are asked for. Every row of the frame is in the
     * result once; their order is not kept. A row whose time or key is missing has no feature values.
     *
     * @param fullNames whether features are named {@code view__feature} or by their own names alone
     * @return number of rows
     * @throws ProblemException when a feature is not known or has no offline rows, or the frame cannot be joined
     */
    public long join(EntityFrame frame, List<FeatureReference> features, boolean fullNames, Path parquetOut)
            throws IOException {
        return retrieve(features, parquetOut, (duckDb, wanted) -> {
            Set<JoinKey> keys = new LinkedHashSet<>();
            wanted.keySet().forEach(view -> keys.addAll(view.joinKeys()));
            FrameTable table = FrameTable.of(duckDb, frames.load(frame, duckDb), keys);
            Optional<FrameTable.Moments> moments = table.moments(duckDb);
            List<JoinedView> views = views(
                    wanted,
                    view -> moments.map(range -> YearRange.of(view, range.earliest(), range.latest()))
                            .orElse(YearRange.ALL),
                    duckDb);
            return AsOfJoin.query(table, views, features, fullNames);
        });
    }

    /** As {@link #range(List, Instant, Instant, boolean, Path)}, with full feature names. */
    public long range(List<FeatureReference> features, Instant start, Instant end, Path parquetOut) throws IOException {
        return range(features, start, end, true, parquetOut);
    }

    /**
     * The features of every entity that has a row from {@code start} to {@code end}, both included, as they stood at the end
     * (Feast's retrieval without an entity frame): join keys, {@code event_timestamp} = end, features. Of each view the
     * latest row in the range counts, if it is no older than the view's TTL at the end.
     *
     * @return number of rows
     * @throws ProblemException also when the views do not all have the same join keys
     */
    public long range(List<FeatureReference> features, Instant start, Instant end, boolean fullNames, Path parquetOut)
            throws IOException {
        if (!start.isBefore(end)) {
            throw ProblemException.invalid("start", start, "must be before the end, " + end);
        }
        return retrieve(
                features,
                parquetOut,
                (duckDb, wanted) -> RangeQuery.of(
                        views(wanted, view -> YearRange.of(view, end, end).from(start), duckDb),
                        features,
                        start,
                        end,
                        fullNames));
    }

    @FunctionalInterface
    private interface QueryWriter {
        String write(DuckDb duckDb, Map<ViewDefinition, List<FeatureField>> wanted) throws SQLException, IOException;
    }

    private long retrieve(List<FeatureReference> features, Path parquetOut, QueryWriter query) throws IOException {
        if (features.isEmpty()) {
            throw ProblemException.invalid("features", features, "must name at least one feature");
        }
        try (DuckDb duckDb = DuckDb.open(config)) {
            // Rows are given in no order, which lets DuckDB write what it has got instead of holding it back.
            duckDb.execute("SET preserve_insertion_order = false");
            return write(duckDb, query.write(duckDb, byView(features)), parquetOut);
        } catch (SQLException e) {
            String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            if (reason.startsWith("Conversion Error")) {
                throw ProblemException.invalid(
                        "entity_frame", reason, "must have times and join keys of the views' types");
            }
            throw new IllegalStateException("the features cannot be retrieved: " + reason, e);
        }
    }

    private Map<ViewDefinition, List<FeatureField>> byView(List<FeatureReference> features) {
        FeatureDefinitions active = definitions.get();
        Map<ViewDefinition, List<FeatureField>> wanted = new LinkedHashMap<>();
        for (FeatureReference feature : features) {
            FeatureField field = active.field(feature);
            wanted.computeIfAbsent(active.view(feature.view()), view -> new ArrayList<>())
                    .add(field);
        }
        return wanted;
    }

    /** The views with their rows of some years on this machine. */
    private List<JoinedView> views(
            Map<ViewDefinition, List<FeatureField>> wanted, Function<FeatureView, YearRange> years, DuckDb duckDb)
            throws IOException {
        CurrentBuild current = store.current();
        List<JoinedView> views = new ArrayList<>();
        for (Map.Entry<ViewDefinition, List<FeatureField>> each : wanted.entrySet()) {
            FeatureView view = each.getKey().view();
            views.add(new JoinedView(
                    view, store.rows(each.getKey(), current, years.apply(view), duckDb), each.getValue()));
        }
        return views;
    }

    private static long write(DuckDb duckDb, String sql, Path parquetOut) throws SQLException, IOException {
        try (Statement statement = duckDb.connection().createStatement()) {
            // The lowest level: a result is read once or twice, and packing it is a good part of the work.
            return statement.executeLargeUpdate("COPY (" + sql + ") TO " + DuckDb.literal(parquetOut)
                    + " (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1, USE_TMP_FILE false)");
        } catch (SQLException e) {
            Files.deleteIfExists(parquetOut);
            throw e;
        }
    }
}
