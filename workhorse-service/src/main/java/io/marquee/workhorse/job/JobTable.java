package io.marquee.workhorse.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.marquee.workhorse.platform.Database;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Jobs by their table. */
public final class JobTable {

    private static final int KEPT = 200;

    private final Database database;
    private final ObjectMapper json;
    private final Clock clock;
    private final Place place;

    public JobTable(Database database, ObjectMapper json, Clock clock, Place place) {
        this.database = database;
        this.json = json;
        this.clock = clock;
        this.place = place;
    }

    /**
     * Where jobs are kept, and whose they are.
     *
     * @param table with its schema
     * @param worker name of this instance, the same after a restart; it tells whose jobs a crash has left behind
     * @param silence a job of another instance that has not been heard of for this long counts as crashed
     * @param remainder what is left of a job of that kind which was broken off, and what to do
     */
    public record Place(String table, String worker, Duration silence, UnaryOperator<String> remainder) {}

    void started(String jobId, String kind, @Nullable String subject, JobProgress progress) {
        Instant now = clock.instant();
        database.update(
                "INSERT INTO " + place.table()
                        + " (job_id, kind, subject, worker, state, progress, started_at, heartbeat_at)"
                        + " VALUES (?, ?, ?, ?, 'running', ?, ?, ?)",
                jobId,
                kind,
                subject,
                place.worker(),
                text(progress.state()),
                now,
                now);
        database.update(
                "DELETE FROM " + place.table() + " WHERE state <> 'running' AND started_at <= (SELECT started_at FROM "
                        + place.table() + " ORDER BY started_at DESC OFFSET ? LIMIT 1)",
                KEPT);
    }

    /** Says that a job is alive and how far it is; without effect once it has ended. */
    void heartbeat(String jobId, JobProgress progress) {
        database.update(
                "UPDATE " + place.table()
                        + " SET progress = ?, heartbeat_at = ? WHERE job_id = ? AND state = 'running'",
                text(progress.state()),
                clock.instant(),
                jobId);
    }

    /**
     * Ends a job well; on the connection, so within the transaction, of its work.
     *
     * @throws IllegalStateException when it has been given up meanwhile, so that its work is rolled back
     */
    void succeeded(Connection connection, String jobId, JobProgress progress, Object result) throws SQLException {
        int rows = Database.update(
                connection,
                "UPDATE " + place.table() + " SET state = 'succeeded', progress = ?, result = ?, finished_at = ?"
                        + " WHERE job_id = ? AND state = 'running'",
                text(progress.state()),
                text(result),
                clock.instant(),
                jobId);
        if (rows == 0) {
            throw new IllegalStateException("the job " + jobId + " was given up while it ran");
        }
    }

    void failed(String jobId, JobProgress progress, String error) {
        database.update(
                "UPDATE " + place.table() + " SET state = 'failed', progress = ?, error = ?, finished_at = ?"
                        + " WHERE job_id = ? AND state = 'running'",
                text(progress.state()),
                error,
                clock.instant(),
                jobId);
    }

    /** Marks what an earlier life of this instance, or another one that has fallen silent, left running. */
    int failAbandoned(boolean atStart) {
        Instant now = clock.instant();
        Instant silentSince = now.minus(place.silence());
        String abandoned = " WHERE state = 'running' AND (heartbeat_at < ? OR ? AND worker = ?)";
        List<Job> found = database.query(
                "SELECT * FROM " + place.table() + abandoned, this::map, silentSince, atStart, place.worker());
        int failed = 0;
        for (Job job : found) {
            failed += database.update(
                    "UPDATE " + place.table() + " SET state = 'failed', error = ?, finished_at = ?" + abandoned
                            + " AND job_id = ?",
                    "the service stopped while this ran; " + remainder(job.kind()),
                    now,
                    silentSince,
                    atStart,
                    place.worker(),
                    job.jobId());
        }
        return failed;
    }

    /** What is left of a job of that kind which was broken off, and what to do. */
    String remainder(String kind) {
        return place.remainder().apply(kind);
    }

    Optional<Job> find(String jobId) {
        return database.queryOne("SELECT * FROM " + place.table() + " WHERE job_id = ?", this::map, jobId);
    }

    List<Job> newest(int limit) {
        return database.query(
                "SELECT * FROM " + place.table() + " ORDER BY started_at DESC, job_id DESC LIMIT ?", this::map, limit);
    }

    /** Runs work on a connection of its own. */
    void with(Database.Work<Void> work) {
        database.with(work);
    }

    private Job map(ResultSet row) throws SQLException {
        return new Job(
                row.getString("job_id"),
                row.getString("kind"),
                row.getString("subject"),
                Job.State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                progress(row.getString("progress")),
                row.getString("result"),
                row.getString("error"),
                Objects.requireNonNull(Database.instant(row, "started_at")),
                Database.instant(row, "finished_at"));
    }

    private JobProgress.State progress(String text) {
        try {
            return json.readValue(text, JobProgress.State.class);
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
