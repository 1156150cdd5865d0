package io.marquee.workhorse.feature.offline;

import io.marquee.workhorse.platform.Database;
import io.marquee.workhorse.snapshot.DataSnapshot;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Objects;

/** Which builds there are, and which one readers see. */
@ApplicationScoped
class OfflineBuilds {

    private final Database database;

    OfflineBuilds(Database database) {
        this.database = database;
    }

    /** What readers see: all views of one build. Empty while nothing has been built. */
    List<OfflineBuild> current() {
        return database.query(
                "SELECT * FROM features.offline_build WHERE is_current ORDER BY view",
                row -> new OfflineBuild(
                        row.getString("build_id"),
                        row.getString("view"),
                        row.getInt("version"),
                        row.getString("object_key"),
                        row.getLong("row_count"),
                        Objects.requireNonNull(Database.instant(row, "snapshot_at")),
                        row.getString("snapshot_tag") == null
                                ? null
                                : new DataSnapshot(row.getString("snapshot_tag"), row.getString("snapshot_digest"))));
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
     * @throws IllegalStateException when the catalogue has been restored since it was read for the build
     */
    void swap(List<OfflineBuild> build) {
        QuarkusTransaction.requiringNew().run(() -> {
            if (database.queryOne(
                            "SELECT snapshot_tag FROM features.catalogue_restore WHERE restored_at > ?",
                            row -> row.getString(1),
                            build.getFirst().snapshotAt())
                    .isPresent()) {
                throw new IllegalStateException(
                        "the catalogue was restored while the features were built from it; build them again");
            }
            hideAll();
            for (OfflineBuild view : build) {
                database.update(
                        """
                        INSERT INTO features.offline_build
                            (build_id, view, version, object_key, row_count, snapshot_at, snapshot_tag, snapshot_digest,
                             is_current)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, true)
                        """,
                        view.buildId(),
                        view.view(),
                        view.version(),
                        view.objectKey(),
                        view.rowCount(),
                        view.snapshotAt(),
                        view.snapshot() == null ? null : view.snapshot().tag(),
                        view.snapshot() == null ? null : view.snapshot().digest());
            }
        });
    }

    /** Forgets all builds but the current one and the one before; the ids that stay. */
    List<String> forgetOld() {
        return QuarkusTransaction.requiringNew().call(() -> {
            List<String> kept = database.query("""
                    SELECT build_id FROM features.offline_build
                    GROUP BY build_id ORDER BY bool_or(is_current) DESC, max(built_at) DESC LIMIT 2
                    """, row -> row.getString(1));
            database.update("DELETE FROM features.offline_build WHERE NOT is_current AND build_id <> ALL (?)", (Object)
                    kept.toArray(String[]::new));
            return kept;
        });
    }
}
