package io.marquee.workhorse.feature.offline;

import io.marquee.contract.feature.FeatureView;
import io.marquee.contract.id.EventId;
import io.marquee.contract.problem.ProblemException;
import io.marquee.workhorse.feature.FeatureConfig;
import io.marquee.workhorse.feature.definition.ActiveDefinitions;
import io.marquee.workhorse.feature.definition.ViewDefinition;
import io.marquee.workhorse.snapshot.CatalogueRestored;
import io.marquee.workhorse.snapshot.DataSnapshot;
import io.marquee.workhorse.snapshot.SnapshotReferences;
import io.marquee.workhorse.snapshot.Snapshots;
import io.marquee.workhorse.storage.ObjectStore;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Feature rows of all times as Parquet in the object store, {@code features/<view>/<build>.parquet}. A build computes every
 * view from one snapshot of the catalogue and becomes visible as a whole. The ratings of that snapshot are kept beside the
 * views as {@value #LABELS}, so that what is trained on them can be computed again.
 */
@ApplicationScoped
public class OfflineStore implements SnapshotReferences {

    /** The ratings that a build was made of: user_id, movie_id, rating, rated_at. */
    public static final String LABELS = "labels";

    private static final Logger LOG = Logger.getLogger(OfflineStore.class);

    /** A build that is still being made, or was made a moment ago, is nobody's leftover. */
    private static final Duration LONGEST_BUILD = Duration.ofHours(6);

    /** What the views of a build have in common. */
    private record Build(
            String id, Instant snapshotAt, @Nullable DataSnapshot snapshot) {}

    private final ActiveDefinitions definitions;
    private final CatalogueSnapshot catalogue;
    private final OfflineBuilds builds;
    private final Snapshots snapshots;
    private final ObjectStore store;
    private final FeatureConfig config;
    private final Clock clock;

    OfflineStore(
            ActiveDefinitions definitions,
            CatalogueSnapshot catalogue,
            OfflineBuilds builds,
            Snapshots snapshots,
            ObjectStore store,
            FeatureConfig config,
            Clock clock) {
        this.definitions = definitions;
        this.catalogue = catalogue;
        this.builds = builds;
        this.snapshots = snapshots;
        this.store = store;
        this.config = config;
        this.clock = clock;
    }

    /** Computes all views from the catalogue as it is now and makes readers see them. */
    public List<OfflineBuild> build(Consumer<String> progress) throws SQLException, IOException {
        String buildId = EventId.next(clock.instant());
        List<OfflineBuild> built = new ArrayList<>();
        try (DuckDb duckDb = DuckDb.open(config)) {
            progress.accept("reading the catalogue");
            AtomicReference<@Nullable DataSnapshot> snapshot = new AtomicReference<>();
            Instant snapshotAt = catalogue.load(
                    CatalogueSelection.all(),
                    duckDb,
                    (connection, moment) -> snapshot.set(
                            snapshots.capture(connection, moment, buildId).orElse(null)));
            Build build = new Build(buildId, snapshotAt, snapshot.get());
            built.add(write(duckDb, build, LABELS, 1, "SELECT * FROM ratings ORDER BY rated_at, user_id, movie_id"));
            for (ViewDefinition definition : definitions.get().views()) {
                if (definition.offline()) {
                    progress.accept("computing " + definition.name());
                    built.add(build(duckDb, build, definition.view()));
                }
            }
        }
        builds.swap(built);
        removeOld();
        LOG.infof("feature build %s: %s", buildId, built);
        return List.copyOf(built);
    }

    /** Builds from before a restore are not of the data that is there now, so nobody shall take them for that. */
    void hideBuilds(@Observes CatalogueRestored restored) {
        builds.hideAll();
    }

    @Override
    public Set<String> referenced() {
        return Set.copyOf(builds.snapshotTags());
    }

    /** What readers see now. */
    public CurrentBuild current() {
        return new CurrentBuild(builds.current());
    }

    /**
     * Brings a view's rows to this machine, as a relation that can follow FROM: join keys, {@code event_timestamp}, fields;
     * at most one row per key and time.
     *
     * @throws ProblemException when there are none, or they are of another version of the view
     */
    public String rows(ViewDefinition definition, CurrentBuild current, DuckDb duckDb) throws IOException {
        if (!definition.offline()) {
            throw ProblemException.invalid("features", definition.name(), "must be of a view with offline rows");
        }
        return DuckDb.parquet(List.of(fetch(current.get(definition), duckDb)));
    }

    /** Brings a Parquet file to this machine. */
    public Path fetch(OfflineBuild build, DuckDb duckDb) throws IOException {
        Path file = duckDb.file(build.view() + ".parquet");
        try (InputStream in = store.open(build.objectKey())) {
            Files.copy(in, file);
        } catch (NoSuchFileException e) {
            throw new IOException(
                    "the rows of feature view '" + build.view() + "' are gone from " + store.uri() + build.objectKey()
                            + "; build the features again",
                    e);
        }
        return file;
    }

    private OfflineBuild build(DuckDb duckDb, Build build, FeatureView view) throws SQLException, IOException {
        new FeatureQuery(duckDb).compute(view);
        String rows = "SELECT * FROM " + view.name() + " ORDER BY "
                + view.joinKeys().getFirst().column() + ", event_timestamp";
        OfflineBuild built = write(duckDb, build, view.name(), view.version(), rows);
        duckDb.execute("DROP TABLE " + view.name());
        return built;
    }

    private OfflineBuild write(DuckDb duckDb, Build build, String view, int version, String rows)
            throws SQLException, IOException {
        Path file = duckDb.file(view + ".parquet");
        long count;
        try (Statement statement = duckDb.connection().createStatement()) {
            count = statement.executeLargeUpdate(
                    "COPY (" + rows + ") TO " + DuckDb.literal(file) + " (FORMAT parquet, COMPRESSION zstd)");
        }
        String key = "features/" + view + "/" + build.id() + ".parquet";
        store.put(key, file);
        Files.delete(file);
        return new OfflineBuild(build.id(), view, version, key, count, build.snapshotAt(), build.snapshot());
    }

    /** Removes files of builds that nobody can see any more, those of crashed builds too. */
    private void removeOld() throws IOException {
        List<String> kept = builds.forgetOld();
        Instant oldest = clock.instant().minus(LONGEST_BUILD);
        for (ObjectStore.Entry entry : store.list("features/")) {
            String name = entry.key().substring(entry.key().lastIndexOf('/') + 1);
            Optional<Instant> madeAt = madeAt(name);
            if (madeAt.isPresent()
                    && madeAt.get().isBefore(oldest)
                    && kept.stream().noneMatch(name::startsWith)) {
                store.delete(entry.key());
            }
        }
    }

    /** Build ids are UUIDs of version 7, which begin with the milliseconds since the epoch. */
    private static Optional<Instant> madeAt(String name) {
        if (!name.matches("[0-9a-f]{8}-[0-9a-f]{4}-7.*\\.parquet")) {
            return Optional.empty();
        }
        return Optional.of(
                Instant.ofEpochMilli(HexFormat.fromHexDigitsToLong(name.substring(0, 8) + name.substring(9, 13))));
    }
}
