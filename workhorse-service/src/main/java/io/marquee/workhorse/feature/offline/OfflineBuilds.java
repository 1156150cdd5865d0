package io.marquee.workhorse.feature.offline;

import io.marquee.workhorse.feature.offline.OfflineBuild.Partition;
import io.marquee.workhorse.platform.Database;
import io.marquee.workhorse.snapshot.DataSnapshot;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Which builds there are, what files they are made of, and which one readers see. */
@ApplicationScoped
class OfflineBuilds {

    private final Database database;
    private final PushedRows pushed;

    OfflineBuilds(Database database, PushedRows pushed) {
        this.database = database;
        this.pushed = pushed;
    }

    private record Line(OfflineBuild build, Partition partition) {}

    /** What readers see: all views of one build. Empty while nothing has been built. */
    List<OfflineBuild> current() {
        // One statement, so that no build can be swapped in between. Pushes come second: those that a newer build has
        // taken
        // in are still there, if only as a part of a bigger one.
        List<Line> lines = database.query("""
                SELECT b.*, p.period, p.object_key, p.row_count AS partition_rows, p.sha256
                FROM features.offline_build b JOIN features.offline_partition p USING (build_id, view)
                WHERE b.is_current ORDER BY b.view, p.period
                """, OfflineBuilds::line);
        List<PushedRows.Push> pushes = pushed.all();
        List<OfflineBuild> builds = new ArrayList<>();
        for (int from = 0; from < lines.size(); ) {
            OfflineBuild build = lines.get(from).build();
            int to = from;
            List<Partition> partitions = new ArrayList<>();
            while (to < lines.size() && lines.get(to).build().view().equals(build.view())) {
                partitions.add(lines.get(to++).partition());
            }
            builds.add(new OfflineBuild(
                    build.buildId(),
                    build.view(),
                    build.version(),
                    build.fingerprint(),
                    build.snapshotAt(),
                    build.snapshot(),
                    partitions,
                    build.pushes(),
                    pushes.stream()
                            .filter(push -> push.isOf(build.view(), build.version())
                                    && !build.pushes().contains(push.id()))
                            .map(PushedRows.Push::objectKey)
                            .toList()));
            from = to;
        }
        return builds;
    }

    private static Line line(ResultSet row) throws SQLException {
        OfflineBuild build = new OfflineBuild(
                row.getString("build_id"),
                row.getString("view"),
                row.getInt("version"),
                row.getString("fingerprint"),
                Objects.requireNonNull(Database.instant(row, "snapshot_at")),
                row.getString("snapshot_tag") == null
                        ? null
                        : new DataSnapshot(row.getString("snapshot_tag"), row.getString("snapshot_digest")),
                List.of(),
                List.of((Long[]) row.getArray("pushes").getArray()),
                List.of());
        return new Line(
                build,
                new Partition(
                        row.getString("period"),
                        row.getString("object_key"),
                        row.getLong("partition_rows"),
                        row.getString("sha256")));
    }

    /** The files that a build's sources were kept in, by source. */
    Map<String, String> sources(String buildId) {
        Map<String, String> sources = new HashMap<>();
        database.query(
                        "SELECT source, object_key FROM features.offline_source WHERE build_id = ?",
                        row -> Map.entry(row.getString(1), row.getString(2)),
                        buildId)
                .forEach(source -> sources.put(source.getKey(), source.getValue()));
        return sources;
    }

    /** Snapshots that the builds that are kept were made of. */
    List<String> snapshotTags() {
        return database.query(
                "SELECT DISTINCT snapshot_tag FROM features.offline_build WHERE snapshot_tag IS NOT NULL",
                row -> row.getString(1));
    }

    /** Takes every build from readers' sight, as part of the current transaction. */
    void hideAll() {
        database.update("UPDATE features.offline_build SET is_current = false WHERE is_current");
    }

    /**
     * Makes readers see this build, all of its views at once.
     *
     * @param sources what it was computed from, source to file
     * @param merged pushes that were put into one file on the way
     * @throws IllegalStateException when the catalogue has been restored since it was read for the build
     */
    void swap(List<OfflineBuild> build, Map<String, String> sources, List<PushedRows.Merged> merged) {
        QuarkusTransaction.requiringNew().run(() -> {
            requireNoRestoreSince(build.getFirst().snapshotAt());
            hideAll();
            Map<String, Long> mergedIds = new HashMap<>();
            merged.forEach(one -> mergedIds.put(one.view(), pushed.replace(one)));
            for (OfflineBuild view : build) {
                Long mergedId = mergedIds.get(view.view());
                insert(view, mergedId == null ? view.pushes() : List.of(mergedId));
            }
            sources.forEach((source, key) -> database.update(
                    "INSERT INTO features.offline_source (build_id, source, object_key) VALUES (?, ?, ?)",
                    build.getFirst().buildId(),
                    source,
                    key));
        });
    }

    private void requireNoRestoreSince(Instant moment) {
        if (database.queryOne(
                        "SELECT snapshot_tag FROM features.catalogue_restore WHERE restored_at > ?",
                        row -> row.getString(1),
                        moment)
                .isPresent()) {
            throw new IllegalStateException(
                    "the catalogue was restored while the features were built from it; build them again");
        }
    }

    private void insert(OfflineBuild view, List<Long> pushes) {
        database.update(
                """
                INSERT INTO features.offline_build
                    (build_id, view, version, fingerprint, row_count, snapshot_at, snapshot_tag, snapshot_digest, pushes,
                     is_current)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, true)
                """,
                view.buildId(),
                view.view(),
                view.version(),
                view.fingerprint(),
                view.rowCount(),
                view.snapshotAt(),
                view.snapshot() == null ? null : view.snapshot().tag(),
                view.snapshot() == null ? null : view.snapshot().digest(),
                pushes.stream().mapToLong(Long::longValue).toArray());
        for (Partition partition : view.partitions()) {
            database.update(
                    """
                    INSERT INTO features.offline_partition (build_id, view, period, object_key, row_count, sha256)
                    VALUES (?, ?, ?, ?, ?, ?)
                    """,
                    view.buildId(),
                    view.view(),
                    partition.period(),
                    partition.objectKey(),
                    partition.rowCount(),
                    partition.sha256());
        }
    }

    /** Forgets all builds but the current one and the one before; the files of those that stay. */
    Set<String> forgetOld() {
        return QuarkusTransaction.requiringNew().call(() -> {
            List<String> kept = database.query("""
                    SELECT build_id FROM features.offline_build
                    GROUP BY build_id ORDER BY bool_or(is_current) DESC, max(built_at) DESC LIMIT 2
                    """, row -> row.getString(1));
            String[] ids = kept.toArray(String[]::new);
            for (String table : List.of("offline_build", "offline_partition", "offline_source")) {
                database.update("DELETE FROM features." + table + " WHERE build_id <> ALL (?)", (Object) ids);
            }
            return new HashSet<>(database.query("""
                    SELECT object_key FROM features.offline_partition
                    UNION SELECT object_key FROM features.offline_source
                    UNION SELECT object_key FROM features.offline_push
                    """, row -> row.getString(1)));
        });
    }
}
