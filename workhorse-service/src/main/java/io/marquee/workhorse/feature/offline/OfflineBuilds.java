package io.marquee.workhorse.feature.offline;

import io.marquee.workhorse.platform.Database;
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
                        Objects.requireNonNull(Database.instant(row, "snapshot_at"))));
    }

    /** Makes readers see this build, all of its views at once. */
    void swap(List<OfflineBuild> build) {
        QuarkusTransaction.requiringNew().run(() -> {
            database.update("UPDATE features.offline_build SET is_current = false WHERE is_current");
            for (OfflineBuild view : build) {
                database.update(
                        """
                        INSERT INTO features.offline_build
                            (build_id, view, version, object_key, row_count, snapshot_at, is_current)
                        VALUES (?, ?, ?, ?, ?, ?, true)
                        """,
                        view.buildId(),
                        view.view(),
                        view.version(),
                        view.objectKey(),
                        view.rowCount(),
                        view.snapshotAt());
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
