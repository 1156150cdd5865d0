package io.marquee.workhorse.feature.offline;

import io.marquee.contract.id.EventId;
import io.marquee.workhorse.feature.definition.FeatureDefinitions;
import io.marquee.workhorse.feature.definition.ViewDefinition;
import io.marquee.workhorse.feature.offline.OfflineBuild.Partition;
import io.marquee.workhorse.feature.stream.FeatureStream;
import io.marquee.workhorse.snapshot.DataSnapshot;
import io.marquee.workhorse.snapshot.Snapshots;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Makes builds: reads the sources, finds what changed, has the views computed, and lets readers see the result. */
@ApplicationScoped
class OfflineBuilder {

    private static final Logger LOG = Logger.getLogger(OfflineBuilder.class);

    private final SourceTables sourceTables;
    private final OfflineBuilds builds;
    private final PushedRows pushed;
    private final Leftovers leftovers;
    private final Snapshots snapshots;
    private final RowFiles files;
    private final FeatureStream stream;
    private final Clock clock;

    OfflineBuilder(
            SourceTables sourceTables,
            OfflineBuilds builds,
            PushedRows pushed,
            Leftovers leftovers,
            Snapshots snapshots,
            RowFiles files,
            FeatureStream stream,
            Clock clock) {
        this.sourceTables = sourceTables;
        this.builds = builds;
        this.pushed = pushed;
        this.leftovers = leftovers;
        this.snapshots = snapshots;
        this.files = files;
        this.stream = stream;
        this.clock = clock;
    }

    /** Makes a build of all views and swaps it in. */
    List<OfflineBuild> build(FeatureDefinitions definitions, boolean full, DuckDb duckDb, Consumer<String> progress)
            throws SQLException, IOException {
        String buildId = EventId.next(clock.instant());
        CurrentBuild before = full ? new CurrentBuild(List.of()) : new CurrentBuild(builds.current());
        List<ViewDefinition> views =
                definitions.views().stream().filter(ViewDefinition::offline).toList();
        Set<String> sources = new TreeSet<>();
        views.forEach(view -> sources.addAll(view.sources()));
        progress.accept("reading the catalogue");
        AtomicReference<@Nullable DataSnapshot> snapshot = new AtomicReference<>();
        Instant snapshotAt = sourceTables.load(
                definitions,
                sources,
                duckDb,
                (connection, moment) -> snapshot.set(
                        snapshots.capture(connection, moment, buildId).orElse(null)));
        PartitionWriter writer = new PartitionWriter(duckDb, files, buildId);
        rememberInteractions(definitions, sources, snapshotAt, duckDb);
        Partition labels = writer.writeWhole(
                OfflineStore.LABELS,
                "SELECT * FROM " + SourceTables.RATINGS_LOADED + " ORDER BY rated_at, user_id, movie_id");
        SourceChanges changes = new SourceChanges(duckDb);
        Map<String, String> kept = keep(definitions, sources, labels, before, writer, changes);
        ViewBuilder viewBuilder = new ViewBuilder(duckDb, writer, changes);
        List<OfflineBuild> built = new ArrayList<>();
        built.add(new OfflineBuild(
                buildId,
                OfflineStore.LABELS,
                1,
                "",
                snapshotAt,
                snapshot.get(),
                List.of(labels),
                List.of(),
                List.of()));
        List<PushedRows.Merged> merged = new ArrayList<>();
        List<PushedRows.Push> pushes = pushed.all();
        for (ViewDefinition definition : views) {
            String fingerprint = ViewFingerprint.of(definition);
            List<PushedRows.Push> own = pushes.stream()
                    .filter(push ->
                            push.isOf(definition.name(), definition.view().version()))
                    .toList();
            OfflineBuild old = before.find(definition.name())
                    .filter(build -> build.version() == definition.view().version()
                            && build.fingerprint().equals(fingerprint))
                    .orElse(null);
            List<Partition> partitions = viewBuilder.build(definition, old, own, progress);
            built.add(new OfflineBuild(
                    buildId,
                    definition.name(),
                    definition.view().version(),
                    fingerprint,
                    snapshotAt,
                    snapshot.get(),
                    partitions,
                    own.stream().map(PushedRows.Push::id).toList(),
                    List.of()));
            viewBuilder.merge(definition, own, pushed).ifPresent(merged::add);
        }
        builds.swap(built, kept, merged);
        leftovers.remove(pushes);
        LOG.infof("feature build %s: %s", buildId, built);
        return List.copyOf(built);
    }

    /** Rows of all times need events of all times: also a full build goes on from those that were kept. */
    private void rememberInteractions(
            FeatureDefinitions definitions, Set<String> sources, Instant snapshotAt, DuckDb duckDb)
            throws SQLException, IOException {
        Optional<OfflineBuild> before = new CurrentBuild(builds.current()).find(OfflineStore.LABELS);
        if (before.isEmpty()) {
            return;
        }
        Map<String, String> kept = builds.sources(before.get().buildId());
        for (String source : sources) {
            String key = kept.get(source);
            if (key != null && SourceTables.isInteractions(definitions.source(source))) {
                sourceTables.remember(
                        DuckDb.parquet(List.of(files.bring(key, duckDb))),
                        snapshotAt.minus(stream.retention()),
                        duckDb);
                return;
            }
        }
    }

    /** Compares the sources with those of the build before, and keeps them for the build after. */
    private Map<String, String> keep(
            FeatureDefinitions definitions,
            Set<String> sources,
            Partition labels,
            CurrentBuild before,
            PartitionWriter writer,
            SourceChanges changes)
            throws SQLException, IOException {
        Map<String, String> old = before.find(OfflineStore.LABELS)
                .map(build -> builds.sources(build.buildId()))
                .orElse(Map.of());
        Map<String, String> kept = new TreeMap<>();
        for (String source : sources) {
            String oldKey = old.get(source);
            if (oldKey == null) {
                changes.unknown(source);
            } else {
                changes.compare(source, DuckDb.parquet(List.of(writer.fetch(oldKey))));
            }
            if (SourceTables.isRatings(definitions.source(source))) {
                kept.put(source, labels.objectKey());
            } else if (oldKey != null && changes.none(List.of(source))) {
                kept.put(source, oldKey);
            } else {
                // Names of views begin with a letter, so none can be in the way.
                kept.put(
                        source,
                        writer.writeWhole("_sources/" + source, "SELECT * FROM " + SourceTables.PREFIX + source)
                                .objectKey());
            }
        }
        return kept;
    }
}
