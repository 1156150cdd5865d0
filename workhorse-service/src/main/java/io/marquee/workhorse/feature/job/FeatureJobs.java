package io.marquee.workhorse.feature.job;

import io.marquee.workhorse.platform.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/** The table of jobs. */
@ApplicationScoped
class FeatureJobs {

    private static final String ABANDONED =
            "the service stopped while this ran; what was written is whole, so it can simply be started again";
    private static final Duration SILENCE = Duration.ofSeconds(30);
    private static final int KEPT = 200;

    private final Database database;

    FeatureJobs(Database database) {
        this.database = database;
    }

    void started(String jobId, FeatureJob.Kind kind, Instant now) {
        database.update(
                "INSERT INTO features.job (job_id, kind, state, step, started_at, heartbeat_at)"
                        + " VALUES (?, ?, 'running', 'starting', ?, ?)",
                jobId,
                kind.wireName(),
                now,
                now);
        database.update("""
                DELETE FROM features.job WHERE state <> 'running' AND started_at <= (
                    SELECT started_at FROM features.job ORDER BY started_at DESC OFFSET ? LIMIT 1)
                """, KEPT);
    }

    /** Says that a job is alive and what it does; without effect once it has ended. */
    void heartbeat(String jobId, String step, Instant now) {
        database.update(
                "UPDATE features.job SET step = ?, heartbeat_at = ? WHERE job_id = ? AND state = 'running'",
                step,
                now,
                jobId);
    }

    void succeeded(String jobId, String step, String result, Instant now) {
        database.update(
                "UPDATE features.job SET state = 'succeeded', step = ?, result = ?::jsonb, error = NULL,"
                        + " finished_at = ? WHERE job_id = ?",
                step,
                result,
                now,
                jobId);
    }

    void failed(String jobId, String step, String error, Instant now) {
        database.update(
                "UPDATE features.job SET state = 'failed', step = ?, error = ?, finished_at = ?"
                        + " WHERE job_id = ? AND state = 'running'",
                step,
                error,
                now,
                jobId);
    }

    /** Marks jobs that nobody has heard of for a while. */
    void failAbandoned(Instant now) {
        database.update(
                "UPDATE features.job SET state = 'failed', error = ?, finished_at = ?"
                        + " WHERE state = 'running' AND heartbeat_at < ?",
                ABANDONED,
                now,
                now.minus(SILENCE));
    }

    Optional<FeatureJob> find(String jobId) {
        return database.queryOne("SELECT * FROM features.job WHERE job_id = ?", FeatureJobs::map, jobId);
    }

    List<FeatureJob> newest(int limit) {
        return database.query(
                "SELECT * FROM features.job ORDER BY started_at DESC, job_id DESC LIMIT ?", FeatureJobs::map, limit);
    }

    private static FeatureJob map(ResultSet row) throws SQLException {
        return new FeatureJob(
                row.getString("job_id"),
                FeatureJob.Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                FeatureJob.State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                row.getString("step"),
                row.getString("result"),
                row.getString("error"),
                Objects.requireNonNull(Database.instant(row, "started_at")),
                Database.instant(row, "finished_at"));
    }
}
