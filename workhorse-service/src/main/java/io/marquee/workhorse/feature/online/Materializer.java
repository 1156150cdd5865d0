package io.marquee.workhorse.feature.online;

import io.marquee.contract.feature.FeatureView;
import io.marquee.workhorse.feature.FeatureConfig;
import io.marquee.workhorse.feature.RefreshQueue;
import io.marquee.workhorse.feature.definition.ActiveDefinitions;
import io.marquee.workhorse.feature.definition.ViewDefinition;
import io.marquee.workhorse.feature.offline.CatalogueSelection;
import io.marquee.workhorse.feature.offline.CatalogueSnapshot;
import io.marquee.workhorse.feature.offline.CurrentBuild;
import io.marquee.workhorse.feature.offline.DuckDb;
import io.marquee.workhorse.feature.offline.FeatureQuery;
import io.marquee.workhorse.feature.offline.OfflineBuild;
import io.marquee.workhorse.feature.offline.OfflineStore;
import io.marquee.workhorse.platform.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Brings the newest row of every entity online: from the offline store's current build, or straight from the catalogue for a
 * view that has no offline rows.
 */
@ApplicationScoped
public class Materializer {

    /** Transactions that began before a snapshot and committed after it are shorter than this. */
    private static final Duration MARGIN = Duration.ofMinutes(2);

    private final ActiveDefinitions definitions;
    private final OfflineStore offline;
    private final CatalogueSnapshot catalogue;
    private final OnlineStore online;
    private final RefreshQueue refreshes;
    private final Database database;
    private final FeatureConfig config;
    private final Clock clock;

    Materializer(
            ActiveDefinitions definitions,
            OfflineStore offline,
            CatalogueSnapshot catalogue,
            OnlineStore online,
            RefreshQueue refreshes,
            Database database,
            FeatureConfig config,
            Clock clock) {
        this.definitions = definitions;
        this.offline = offline;
        this.catalogue = catalogue;
        this.online = online;
        this.refreshes = refreshes;
        this.database = database;
        this.config = config;
        this.clock = clock;
    }

    /** Brings all views online; one entry for each. */
    public List<Materialized> materialize(Consumer<String> progress) throws SQLException, IOException {
        CurrentBuild current = offline.current();
        List<Materialized> done = new ArrayList<>();
        Instant oldest = clock.instant();
        for (ViewDefinition definition : definitions.get().views()) {
            progress.accept("writing " + definition.name());
            try (DuckDb duckDb = DuckDb.open(config)) {
                OfflineBuild build = definition.offline() ? current.get(definition) : null;
                Instant snapshotAt = build == null ? compute(definition.view(), duckDb) : fetch(build, duckDb);
                OnlineStore.Written written = write(definition, duckDb);
                done.add(record(definition, build == null ? null : build.buildId(), written));
                oldest = snapshotAt.isBefore(oldest) ? snapshotAt : oldest;
            }
        }
        refreshStreamedSince(oldest.minus(MARGIN));
        return List.copyOf(done);
    }

    /** When each view was brought online last. */
    public List<Materialized> last() {
        return database.query(
                "SELECT * FROM features.materialization ORDER BY view",
                row -> new Materialized(
                        row.getString("view"),
                        row.getInt("version"),
                        row.getString("build_id"),
                        row.getLong("rows_written"),
                        row.getLong("rows_newer"),
                        Objects.requireNonNull(Database.instant(row, "materialized_at"))));
    }

    private Instant compute(FeatureView view, DuckDb duckDb) throws SQLException, IOException {
        Instant snapshotAt = catalogue.load(CatalogueSelection.all(), duckDb);
        new FeatureQuery(duckDb).compute(view);
        return snapshotAt;
    }

    private Instant fetch(OfflineBuild build, DuckDb duckDb) throws SQLException, IOException {
        Path file = offline.fetch(build, duckDb);
        duckDb.execute("CREATE TABLE " + build.view() + " AS SELECT * FROM read_parquet(" + DuckDb.literal(file) + ")");
        Files.delete(file);
        return build.snapshotAt();
    }

    private OnlineStore.Written write(ViewDefinition definition, DuckDb duckDb) throws SQLException {
        List<OnlineStore.Written> batches = new ArrayList<>();
        EntityRows.read(
                duckDb,
                definition.view(),
                FeatureQuery.newestRows(definition.view()),
                config.onlineBatch(),
                rows -> batches.add(online.write(definition, rows)));
        return batches.stream().reduce(OnlineStore.Written.NOTHING, OnlineStore.Written::plus);
    }

    private Materialized record(ViewDefinition definition, @Nullable String buildId, OnlineStore.Written written) {
        Materialized done = new Materialized(
                definition.name(),
                definition.view().version(),
                buildId,
                written.written(),
                written.newer(),
                clock.instant());
        database.update(
                """
                INSERT INTO features.materialization (view, version, build_id, rows_written, rows_newer, materialized_at)
                VALUES (?, ?, ?, ?, ?, ?)
                ON CONFLICT (view) DO UPDATE SET version = excluded.version, build_id = excluded.build_id,
                    rows_written = excluded.rows_written, rows_newer = excluded.rows_newer,
                    materialized_at = excluded.materialized_at
                """,
                done.view(),
                done.version(),
                done.buildId(),
                done.rowsWritten(),
                done.rowsNewer(),
                done.materializedAt());
        return done;
    }

    /**
     * A rating that arrived since the snapshot, but is of an earlier time than the entity's last, has changed a row whose
     * time is the same: that row has just been replaced by the snapshot's, so it is computed once more.
     */
    private void refreshStreamedSince(Instant moment) {
        String streamed = " FROM catalog.ratings WHERE source = 'interaction' AND updated_at >= ?";
        refreshes.add("user", database.query("SELECT DISTINCT user_id" + streamed, row -> row.getLong(1), moment));
        refreshes.add("movie", database.query("SELECT DISTINCT movie_id" + streamed, row -> row.getLong(1), moment));
    }
}
