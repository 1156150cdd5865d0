package io.marquee.workhorse.ingestion;

import io.marquee.workhorse.ingestion.load.CatalogueLoader;
import io.marquee.workhorse.ingestion.load.LoadProgress;
import io.marquee.workhorse.ingestion.quality.QualityReport;
import io.marquee.workhorse.ingestion.quality.RowCounts;
import io.marquee.workhorse.ingestion.source.SourceDataset;
import io.marquee.workhorse.platform.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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

    void started(String ingestionId, String kind, SourceDataset dataset, boolean dryRun) {
        Instant now = clock.instant();
        database.update("""
                INSERT INTO catalog.ingestions (ingestion_id, source, path, form, dry_run, worker, state, started_at,
                                                heartbeat_at)
                VALUES (?, ?, ?, ?, ?, ?, 'running', ?, ?)
                """, ingestionId, kind, dataset.origin(), dataset.form(), dryRun, config.worker(), now, now);
    }

    void archived(String ingestionId, @Nullable String uri) {
        database.update("UPDATE catalog.ingestions SET raw_archive = ? WHERE ingestion_id = ?", uri, ingestionId);
    }

    /** Says that a run is alive and how far it is; without effect once it has ended. */
    void heartbeat(String ingestionId, LoadProgress progress) {
        RowCounts movies = progress.counts("movies");
        RowCounts ratings = progress.counts("ratings");
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
        RowCounts movies = loaded.counts("movies");
        RowCounts ratings = loaded.counts("ratings");
        int rows = database.update(
                """
                UPDATE catalog.ingestions SET state = 'succeeded', progress = 1, finished_at = ?, report = ?::jsonb,
                    movies_read = ?, movies_accepted = ?, movies_rejected = ?,
                    ratings_read = ?, ratings_accepted = ?, ratings_rejected = ?
                WHERE ingestion_id = ? AND state = 'running'
                """,
                clock.instant(),
                loaded.report().toJson(),
                movies.read(),
                movies.accepted(),
                movies.rejected(),
                ratings.read(),
                ratings.accepted(),
                ratings.rejected(),
                ingestionId);
        if (rows == 0) {
            throw new IllegalStateException("the ingestion " + ingestionId + " was given up while it ran");
        }
    }

    /** Ends a run badly; nothing of it counts as accepted, since nothing was loaded. */
    void failed(String ingestionId, String error, @Nullable QualityReport report) {
        database.update("""
                UPDATE catalog.ingestions SET state = 'failed', finished_at = ?, error = ?, report = ?::jsonb,
                    movies_accepted = 0, ratings_accepted = 0
                WHERE ingestion_id = ? AND state = 'running'
                """, clock.instant(), error, report == null ? null : report.toJson(), ingestionId);
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
        return database.queryOne("SELECT * FROM catalog.ingestions WHERE ingestion_id = ?", this::map, ingestionId);
    }

    List<Ingestion> newest(int limit) {
        return database.query(
                "SELECT * FROM catalog.ingestions ORDER BY started_at DESC, ingestion_id DESC LIMIT ?",
                this::map,
                limit);
    }

    private Ingestion map(ResultSet row) throws SQLException {
        RowCounts movies = counts(row, "movies");
        RowCounts ratings = counts(row, "ratings");
        Instant startedAt = Objects.requireNonNull(Database.instant(row, "started_at"));
        Instant finishedAt = Database.instant(row, "finished_at");
        Duration taken = Duration.between(startedAt, finishedAt == null ? clock.instant() : finishedAt);
        return new Ingestion(
                row.getString("ingestion_id"),
                row.getString("source"),
                row.getString("path"),
                row.getString("form"),
                row.getBoolean("dry_run"),
                Ingestion.State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                row.getDouble("progress"),
                movies,
                ratings,
                Math.round((movies.read() + ratings.read()) * 1000.0 / Math.max(1, taken.toMillis())),
                row.getString("raw_archive"),
                row.getString("error"),
                row.getString("report"),
                startedAt,
                finishedAt);
    }

    private static RowCounts counts(ResultSet row, String table) throws SQLException {
        return new RowCounts(
                row.getLong(table + "_read"), row.getLong(table + "_accepted"), row.getLong(table + "_rejected"));
    }
}
