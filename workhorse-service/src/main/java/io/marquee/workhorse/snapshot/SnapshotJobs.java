package io.marquee.workhorse.snapshot;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.marquee.workhorse.platform.Database;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The table of jobs. */
@ApplicationScoped
@RegisterForReflection(
        targets = {
            SnapshotProgress.State.class,
            Snapshots.Created.class,
            CatalogueRestore.RestoreResult.class,
            SnapshotCollector.Collected.class,
            RetentionPolicy.Expired.class
        })
class SnapshotJobs {

    private static final String ABANDONED = "the service stopped while this ran; nothing was changed";

    private final Database database;
    private final SnapshotConfig config;
    private final ObjectMapper json;
    private final Clock clock;

    SnapshotJobs(Database database, SnapshotConfig config, ObjectMapper json, Clock clock) {
        this.database = database;
        this.config = config;
        this.json = json;
        this.clock = clock;
    }

    void started(String jobId, SnapshotJob.Kind kind, @Nullable SnapshotTag tag, SnapshotProgress progress) {
        Instant now = clock.instant();
        database.update(
                """
                INSERT INTO catalog.snapshot_jobs (job_id, kind, tag, worker, state, progress, started_at, heartbeat_at)
                VALUES (?, ?, ?, ?, 'running', ?, ?, ?)
                """,
                jobId,
                kind.wireName(),
                tag == null ? null : tag.value(),
                config.worker(),
                text(progress.state()),
                now,
                now);
    }

    /** Says that a job is alive and how far it is; without effect once it has ended. */
    void heartbeat(String jobId, SnapshotProgress progress) {
        database.update(
                "UPDATE catalog.snapshot_jobs SET progress = ?, heartbeat_at = ? WHERE job_id = ? AND state = 'running'",
                text(progress.state()),
                clock.instant(),
                jobId);
    }

    /**
     * Ends a job well; on the connection, so within the transaction, of its work.
     *
     * @throws IllegalStateException when it has been given up meanwhile, so that its work is rolled back
     */
    void succeeded(Connection connection, String jobId, SnapshotProgress progress, Object result) throws SQLException {
        int rows = Database.update(connection, """
                UPDATE catalog.snapshot_jobs SET state = 'succeeded', progress = ?, result = ?, finished_at = ?
                WHERE job_id = ? AND state = 'running'
                """, text(progress.state()), text(result), clock.instant(), jobId);
        if (rows == 0) {
            throw new IllegalStateException("the job " + jobId + " was given up while it ran");
        }
    }

    void failed(String jobId, SnapshotProgress progress, String error) {
        database.update("""
                UPDATE catalog.snapshot_jobs SET state = 'failed', progress = ?, error = ?, finished_at = ?
                WHERE job_id = ? AND state = 'running'
                """, text(progress.state()), error, clock.instant(), jobId);
    }

    /** Marks what an earlier life of this instance, or another one that has fallen silent, left running. */
    int failAbandoned(boolean atStart) {
        Instant now = clock.instant();
        return database.update("""
                UPDATE catalog.snapshot_jobs SET state = 'failed', error = ?, finished_at = ?
                WHERE state = 'running' AND (heartbeat_at < ? OR ? AND worker = ?)
                """, ABANDONED, now, now.minus(config.silence()), atStart, config.worker());
    }

    Optional<SnapshotJob> find(String jobId) {
        return database.queryOne("SELECT * FROM catalog.snapshot_jobs WHERE job_id = ?", this::map, jobId);
    }

    List<SnapshotJob> newest(int limit) {
        return database.query(
                "SELECT * FROM catalog.snapshot_jobs ORDER BY started_at DESC, job_id DESC LIMIT ?", this::map, limit);
    }

    private SnapshotJob map(ResultSet row) throws SQLException {
        SnapshotProgress.State progress = progress(row.getString("progress"));
        return new SnapshotJob(
                row.getString("job_id"),
                SnapshotJob.Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                row.getString("tag"),
                SnapshotJob.State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                progress.phase(),
                progress.rows(),
                progress.totalRows(),
                progress.bytes(),
                progress.totalBytes(),
                progress.phases(),
                row.getString("result"),
                row.getString("error"),
                Objects.requireNonNull(Database.instant(row, "started_at")),
                Database.instant(row, "finished_at"));
    }

    private SnapshotProgress.State progress(String text) {
        try {
            return json.readValue(text, SnapshotProgress.State.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a job's progress cannot be read", e);
        }
    }

    private String text(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record can always be written", e);
        }
    }
}
