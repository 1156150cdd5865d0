package io.marquee.workhorse.ingestion;

import io.marquee.workhorse.platform.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/** The table of ingestions. */
@ApplicationScoped
class IngestionLog {

    private static final String ABANDONED = "the service stopped while this ran; nothing of it was loaded";

    private final Database database;
    private final Clock clock;
    private final IngestionConfig config;

    IngestionLog(Database database, Clock clock, IngestionConfig config) {
        this.database = database;
        this.clock = clock;
        this.config = config;
    }

    void started(String ingestionId, SourceFolder folder) {
        Instant now = clock.instant();
        database.update(
                """
                INSERT INTO catalog.ingestions (ingestion_id, source, path, worker, state, started_at, heartbeat_at)
                VALUES (?, ?, ?, ?, 'running', ?, ?)
                """, ingestionId, folder.source().wireName(), folder.folder().toString(), config.worker(), now, now);
    }

    void archived(String ingestionId, String uri) {
        database.update("UPDATE catalog.ingestions SET raw_archive = ? WHERE ingestion_id = ?", uri, ingestionId);
    }

    /** Says that a run is alive and how far it is; without effect once it has ended. */
    void heartbeat(String ingestionId, IngestionProgress progress) {
        RowCounts movies = progress.movies();
        RowCounts ratings = progress.ratings();
        database.update(
                """
                UPDATE catalog.ingestions SET progress = ?, heartbeat_at = ?,
                    movies_read = ?, movies_accepted = ?, movies_rejected = ?,
                    ratings_read = ?, ratings_accepted = ?, ratings_rejected = ?
                WHERE ingestion_id = ? AND state = 'running'
                """,
                progress.share(),
                clock.instant(),
                movies.read(),
                movies.accepted(),
                movies.rejected(),
                ratings.read(),
                ratings.accepted(),
                ratings.rejected(),
                ingestionId);
    }

    /**
     * Ends a run well; part of the transaction that loaded it.
     *
     * @throws IllegalStateException when it has been given up meanwhile, so that its load is rolled back
     */
    void succeeded(String ingestionId, CatalogueLoader.Loaded loaded) {
        int rows = database.update(
                """
                UPDATE catalog.ingestions SET state = 'succeeded', progress = 1, finished_at = ?,
                    movies_read = ?, movies_accepted = ?, movies_rejected = ?,
                    ratings_read = ?, ratings_accepted = ?, ratings_rejected = ?
                WHERE ingestion_id = ? AND state = 'running'
                """,
                clock.instant(),
                loaded.movies().read(),
                loaded.movies().accepted(),
                loaded.movies().rejected(),
                loaded.ratings().read(),
                loaded.ratings().accepted(),
                loaded.ratings().rejected(),
                ingestionId);
        if (rows == 0) {
            throw new IllegalStateException("the ingestion " + ingestionId + " was given up while it ran");
        }
    }

    /** Ends a run badly; nothing of it counts as accepted, since nothing was loaded. */
    void failed(String ingestionId, String error) {
        database.update("""
                UPDATE catalog.ingestions SET state = 'failed', finished_at = ?, error = ?,
                    movies_accepted = 0, ratings_accepted = 0
                WHERE ingestion_id = ? AND state = 'running'
                """, clock.instant(), error, ingestionId);
    }

    /** Marks what an earlier life of this instance left running. */
    int failAbandonedByThisWorker() {
        return database.update("""
                UPDATE catalog.ingestions SET state = 'failed', finished_at = ?, error = ?,
                    movies_accepted = 0, ratings_accepted = 0
                WHERE state = 'running' AND worker = ?
                """, clock.instant(), ABANDONED, config.worker());
    }

    /** Marks what another instance has left running, to judge by its silence. */
    int failSilent() {
        Instant now = clock.instant();
        return database.update("""
                UPDATE catalog.ingestions SET state = 'failed', finished_at = ?, error = ?,
                    movies_accepted = 0, ratings_accepted = 0
                WHERE state = 'running' AND heartbeat_at < ?
                """, now, ABANDONED, now.minus(config.silence()));
    }

    Optional<Ingestion> find(String ingestionId) {
        return database.queryOne(
                "SELECT * FROM catalog.ingestions WHERE ingestion_id = ?", IngestionLog::map, ingestionId);
    }

    List<Ingestion> newest(int limit) {
        return database.query(
                "SELECT * FROM catalog.ingestions ORDER BY started_at DESC, ingestion_id DESC LIMIT ?",
                IngestionLog::map,
                limit);
    }

    private static Ingestion map(ResultSet row) throws SQLException {
        return new Ingestion(
                row.getString("ingestion_id"),
                Source.fromWire(row.getString("source")),
                row.getString("path"),
                Ingestion.State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                row.getDouble("progress"),
                new RowCounts(
                        row.getLong("movies_read"), row.getLong("movies_accepted"), row.getLong("movies_rejected")),
                new RowCounts(
                        row.getLong("ratings_read"), row.getLong("ratings_accepted"), row.getLong("ratings_rejected")),
                row.getString("raw_archive"),
                row.getString("error"),
                Objects.requireNonNull(Database.instant(row, "started_at")),
                Database.instant(row, "finished_at"));
    }
}
