package io.marquee.workhorse.feature.online;

import io.marquee.contract.feature.FeatureView;
import io.marquee.contract.problem.ProblemException;
import io.marquee.contract.problem.ProblemType;
import io.marquee.workhorse.feature.FeatureConfig;
import io.marquee.workhorse.feature.definition.ViewDefinition;
import io.marquee.workhorse.feature.offline.CatalogueSelection;
import io.marquee.workhorse.feature.offline.CatalogueSnapshot;
import io.marquee.workhorse.feature.offline.DuckDb;
import io.marquee.workhorse.feature.offline.FeatureQuery;
import io.marquee.workhorse.feature.offline.OfflineBuild;
import io.marquee.workhorse.feature.offline.OfflineStore;
import io.marquee.workhorse.feature.online.MaterializationScope.Part;
import io.marquee.workhorse.feature.online.OnlineStore.Written;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Brings one view online while nobody else does. */
@ApplicationScoped
class ViewMaterializer {

    private static final Logger LOG = Logger.getLogger(ViewMaterializer.class);

    /** A Redis that restarts more often than this while one view is written is not worth going on with. */
    private static final int LIVES = 3;

    /** What of a view's offline rows is wanted. */
    @FunctionalInterface
    interface Wanted {

        /**
         * The part to write.
         *
         * @param before how far the view is online; null when it is not, or nobody knows
         * @param files what its offline rows are made of; empty for a view that has none
         */
        MaterializationScope of(@Nullable Watermark before, Set<String> files);
    }

    /**
     * A run that went well.
     *
     * @param rowsOf the moment of the catalogue that the rows are of
     */
    record Done(Materialized materialized, Instant rowsOf) {}

    private final OfflineStore offline;
    private final CatalogueSnapshot catalogue;
    private final OnlineStore online;
    private final OnlineLife life;
    private final MaterializationLog log;
    private final MaterializationMetrics metrics;
    private final FeatureConfig config;
    private final OnlineStoreConfig storeConfig;
    private final Clock clock;

    ViewMaterializer(
            OfflineStore offline,
            CatalogueSnapshot catalogue,
            OnlineStore online,
            OnlineLife life,
            MaterializationLog log,
            MaterializationMetrics metrics,
            FeatureConfig config,
            OnlineStoreConfig storeConfig,
            Clock clock) {
        this.offline = offline;
        this.catalogue = catalogue;
        this.online = online;
        this.life = life;
        this.log = log;
        this.metrics = metrics;
        this.config = config;
        this.storeConfig = storeConfig;
        this.clock = clock;
    }

    /**
     * Writes what is wanted of a view.
     *
     * @param build its offline rows; null for a view that has none
     * @param force whether a run that is under way has to give way
     * @param clean whether rows of entities that the wanted part does not have are taken away
     */
    Done run(
            ViewDefinition definition,
            @Nullable OfflineBuild build,
            Wanted wanted,
            boolean force,
            boolean clean,
            Consumer<String> progress)
            throws SQLException, IOException {
        Instant began = clock.instant();
        MaterializationLog.Claim claim = log.claim(definition.name(), force);
        boolean done = false;
        try {
            Incarnation incarnation = online.incarnation(storeConfig.patience());
            for (int attempt = 1; attempt <= LIVES; attempt++) {
                Watermark before = life.isCurrent(incarnation) ? claim.watermark() : null;
                MaterializationScope scope =
                        wanted.of(before, build == null ? Set.of() : Set.copyOf(build.objectKeys()));
                Attempt result = write(definition, build, scope, claim, clean, progress);
                Incarnation now = online.incarnation(storeConfig.materializationPatience());
                if (now.continues(incarnation)) {
                    Materialized materialized = materialized(definition, build, result.written(), scope.next());
                    log.finish(claim, materialized, scope.next());
                    done = true;
                    return new Done(materialized, result.rowsOf());
                }
                progress.accept("Redis was emptied or restarted meanwhile: writing " + definition.name() + " again");
                incarnation = now;
            }
            throw new ProblemException(
                    ProblemType.UNAVAILABLE,
                    "Redis was emptied or restarted " + LIVES + " times while feature view '" + definition.name()
                            + "' was written");
        } finally {
            metrics.ran(definition.name(), done, Duration.between(began, clock.instant()));
            if (!done) {
                release(claim);
            }
        }
    }

    private void release(MaterializationLog.Claim claim) {
        try {
            log.release(claim);
        } catch (ProblemException e) {
            LOG.warnf("the claim on feature view %s ends by itself: %s", claim.view(), e.getMessage());
        }
    }

    private record Attempt(Written written, Instant rowsOf) {}

    private Attempt write(
            ViewDefinition definition,
            @Nullable OfflineBuild build,
            MaterializationScope scope,
            MaterializationLog.Claim claim,
            boolean clean,
            Consumer<String> progress)
            throws SQLException, IOException {
        if (build != null && scope.parts().isEmpty() && !clean) {
            return new Attempt(Written.NOTHING, build.snapshotAt());
        }
        try (DuckDb duckDb = DuckDb.open(config)) {
            Instant rowsOf = build == null ? catalogue.load(CatalogueSelection.all(), duckDb) : build.snapshotAt();
            String rows = build == null ? computed(definition, duckDb) : fetched(definition, scope, duckDb);
            OfflineRows source = new OfflineRows(duckDb, definition.view(), rows);
            long total = source.find(scope.end());
            MaterializationProgress report =
                    new MaterializationProgress(definition.name(), total, progress, () -> log.renew(claim));
            RowSink sink = online.sink(definition, storeConfig.materializationPatience());
            Written written = source.send(sink, report::reached);
            if (clean) {
                long removed = online.removeStrays(definition, duckDb, rowsOf);
                progress.accept(definition.name() + ": " + removed + " rows of entities that are gone taken away");
            }
            return new Attempt(written, rowsOf);
        }
    }

    private static String computed(ViewDefinition definition, DuckDb duckDb) throws SQLException {
        new FeatureQuery(duckDb).compute(definition.view());
        return "SELECT * FROM " + definition.name();
    }

    private String fetched(ViewDefinition definition, MaterializationScope scope, DuckDb duckDb) throws IOException {
        if (scope.parts().isEmpty()) {
            return nothing(definition.view());
        }
        List<String> parts = new ArrayList<>();
        for (Part part : scope.parts()) {
            Path file = offline.fetch(part.file(), duckDb);
            String rows = "SELECT * FROM read_parquet(" + DuckDb.literal(file) + ")";
            parts.add(
                    part.after() == null
                            ? rows
                            : rows + " WHERE event_timestamp > " + OfflineRows.moment(part.after()));
        }
        return String.join(" UNION ALL BY NAME ", parts);
    }

    /** No rows, with all columns. */
    private static String nothing(FeatureView view) {
        List<String> columns = new ArrayList<>(List.of("NULL::TIMESTAMP AS event_timestamp"));
        view.joinKeys().forEach(key -> columns.add("NULL::" + DuckDb.type(key.type()) + " AS " + key.column()));
        view.fields().forEach(field -> columns.add("NULL::" + DuckDb.type(field.type()) + " AS " + field.name()));
        return "SELECT " + String.join(", ", columns) + " WHERE false";
    }

    private Materialized materialized(
            ViewDefinition definition, @Nullable OfflineBuild build, Written written, @Nullable Watermark next) {
        if (next != null) {
            metrics.reached(definition.name(), next.until());
        }
        return new Materialized(
                definition.name(),
                definition.view().version(),
                build == null ? null : build.buildId(),
                written.written(),
                written.newer(),
                clock.instant(),
                next == null ? null : next.until());
    }
}
