package io.marquee.workhorse.export;

import io.marquee.workhorse.platform.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/** The table of exports. */
@ApplicationScoped
class ExportLog {

    private final Database database;
    private final Clock clock;
    private final ExportConfig config;

    ExportLog(Database database, Clock clock, ExportConfig config) {
        this.database = database;
        this.clock = clock;
        this.config = config;
    }

    void started(String exportId, String source, String target) {
        database.update("""
                INSERT INTO catalog.exports (export_id, source, target, worker, state, started_at)
                VALUES (?, ?, ?, ?, 'running', ?)
                """, exportId, source, target, config.worker(), clock.instant());
    }

    void succeeded(String exportId, long rows) {
        database.update(
                "UPDATE catalog.exports SET state = 'succeeded', row_count = ?, finished_at = ? WHERE export_id = ?",
                rows,
                clock.instant(),
                exportId);
    }

    void failed(String exportId, String error) {
        database.update(
                "UPDATE catalog.exports SET state = 'failed', error = ?, finished_at = ? WHERE export_id = ?",
                error,
                clock.instant(),
                exportId);
    }

    /** Marks what an earlier life of this instance left running. */
    int failAbandoned() {
        return database.update(
                "UPDATE catalog.exports SET state = 'failed', error = 'the service stopped while this ran', finished_at = ?"
                        + " WHERE state = 'running' AND worker = ?",
                clock.instant(),
                config.worker());
    }

    Optional<Export> find(String exportId) {
        return database.queryOne("SELECT * FROM catalog.exports WHERE export_id = ?", ExportLog::map, exportId);
    }

    List<Export> newest(int limit) {
        return database.query(
                "SELECT * FROM catalog.exports ORDER BY started_at DESC, export_id DESC LIMIT ?",
                ExportLog::map,
                limit);
    }

    private static Export map(ResultSet row) throws SQLException {
        return new Export(
                row.getString("export_id"),
                row.getString("source"),
                row.getString("target"),
                Export.State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                row.getLong("row_count"),
                Objects.requireNonNull(Database.instant(row, "started_at")),
                Database.instant(row, "finished_at"),
                row.getString("error"));
    }
}
