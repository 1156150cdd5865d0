package io.marquee.workhorse.tracking.upkeep;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.marquee.workhorse.job.JobProgress;
import io.marquee.workhorse.platform.Database;
import io.marquee.workhorse.storage.ObjectStore;
import io.marquee.workhorse.tracking.artifact.UploadLeftovers;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Empties the bin: removes runs and experiments that were deleted long ago, with their files, files of runs that are not there
 * any more, what killed uploads have left, and backups beyond those that stay. A run that a model version was made of stays, however long it has been deleted.
 *
 * <p>Rows go first, a batch in a transaction. A kill after that leaves files of runs that are not there, and these are what the
 * next one looks for in the store, so nothing has to remember them.
 */
@ApplicationScoped
public class ExperimentCollector {

    private static final int BATCH = 500;

    private static final String EXPIRED = " FROM tracking.run r JOIN tracking.experiment e ON e.id = r.experiment_id"
            + " WHERE (r.lifecycle = 'deleted' AND r.deleted_time <= ? OR e.lifecycle = 'deleted' AND"
            + " e.last_update_time <= ?)";
    private static final String FREE =
            " AND NOT EXISTS (SELECT 1 FROM tracking.model_version v WHERE v.run_id = r.run_id)";
    private static final String EMPTY = " FROM tracking.experiment e WHERE e.lifecycle = 'deleted' AND e.id <> 0 AND"
            + " e.last_update_time <= ? AND NOT EXISTS (SELECT 1 FROM tracking.run r WHERE r.experiment_id = e.id";

    private final ObjectStore store;
    private final UploadLeftovers uploads;
    private final BackupService backups;
    private final UpkeepConfig config;
    private final Clock clock;

    ExperimentCollector(
            ObjectStore store, UploadLeftovers uploads, BackupService backups, UpkeepConfig config, Clock clock) {
        this.store = store;
        this.uploads = uploads;
        this.backups = backups;
        this.config = config;
        this.clock = clock;
    }

    /**
     * What was, or on a dry run would be, removed.
     *
     * @param maxAgeDays how long it had been in the bin
     * @param keptForVersions runs that are old enough but still have a model version
     * @param files of those runs, and of runs that were not there any more
     * @param uploads writes and parts that killed uploads have left
     * @param backups of everything, older than those that stay
     */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record Collected(
            boolean dryRun,
            long maxAgeDays,
            long runs,
            long experiments,
            List<String> keptForVersions,
            long files,
            long bytes,
            long uploads,
            long uploadBytes,
            long backups,
            long backupBytes) {}

    /**
     * Removes what has been in the bin for that long.
     *
     * @param connection that holds the lock
     * @param dryRun whether to look only
     */
    Collected collect(Connection connection, Duration age, boolean dryRun, JobProgress progress)
            throws SQLException, IOException {
        long before = clock.instant().minus(age).toEpochMilli();
        List<String> kept = Database.query(
                connection,
                "SELECT r.run_id" + EXPIRED + " AND NOT (TRUE" + FREE + ") ORDER BY 1",
                row -> row.getString(1),
                before,
                before);
        List<String> expired =
                Database.query(connection, "SELECT r.run_id" + EXPIRED + FREE, row -> row.getString(1), before, before);
        Set<String> going = new HashSet<>();
        long experiments;
        if (dryRun) {
            going.addAll(expired);
            experiments = Database.query(
                            connection,
                            "SELECT count(*)" + EMPTY
                                    + " AND EXISTS (SELECT 1 FROM tracking.model_version v WHERE v.run_id = r.run_id))",
                            row -> row.getLong(1),
                            before)
                    .getFirst();
        } else {
            progress.begin("removing runs", expired.size(), 0);
            removeRuns(connection, before, going, progress);
            experiments = removeExperiments(connection, before);
        }
        FileSweep.Removed files = removeFiles(connection, going, dryRun, progress);
        UploadLeftovers.Found left = removeUploads(dryRun, progress);
        List<Backup> old = removeBackups(dryRun, progress);
        return new Collected(
                dryRun,
                age.toDays(),
                going.size(),
                experiments,
                kept,
                files.files(),
                files.bytes(),
                left.count(),
                left.bytes(),
                old.size(),
                old.stream().mapToLong(Backup::bytes).sum());
    }

    private static void removeRuns(Connection connection, long before, Set<String> gone, JobProgress progress)
            throws SQLException {
        record Old(long no, String id) {}
        connection.setAutoCommit(false);
        while (true) {
            // Locked, so that a run which is being restored is either seen restored here or gone there.
            List<Old> batch = Database.query(
                    connection,
                    "SELECT r.no, r.run_id" + EXPIRED + FREE + " ORDER BY r.no LIMIT " + BATCH + " FOR UPDATE OF r",
                    row -> new Old(row.getLong(1), row.getString(2)),
                    before,
                    before);
            if (batch.isEmpty()) {
                connection.commit();
                connection.setAutoCommit(true);
                return;
            }
            long[] numbers = batch.stream().mapToLong(Old::no).toArray();
            Database.update(connection, "DELETE FROM tracking.metric WHERE run_no = ANY(?)", (Object) numbers);
            Database.update(connection, "DELETE FROM tracking.run WHERE no = ANY(?)", (Object) numbers);
            connection.commit();
            batch.forEach(run -> gone.add(run.id()));
            progress.moved(batch.size(), 0);
        }
    }

    private static long removeExperiments(Connection connection, long before) throws SQLException {
        connection.setAutoCommit(false);
        List<Long> empty =
                Database.query(connection, "SELECT e.id" + EMPTY + ") FOR UPDATE OF e", row -> row.getLong(1), before);
        long[] ids = empty.stream().mapToLong(Long::longValue).toArray();
        Database.update(connection, "DELETE FROM tracking.dataset WHERE experiment_id = ANY(?)", (Object) ids);
        Database.update(connection, "DELETE FROM tracking.experiment WHERE id = ANY(?)", (Object) ids);
        connection.commit();
        connection.setAutoCommit(true);
        return ids.length;
    }

    private FileSweep.Removed removeFiles(
            Connection connection, Set<String> going, boolean dryRun, JobProgress progress)
            throws SQLException, IOException {
        progress.begin("looking through files");
        FileSweep sweep = new FileSweep(connection, store, going, dryRun, progress);
        store.visit("artifacts/", sweep);
        FileSweep.Removed removed = sweep.end();
        if (!dryRun) {
            uploads.forgetFilesOfNoRun();
        }
        return removed;
    }

    private UploadLeftovers.Found removeUploads(boolean dryRun, JobProgress progress) throws IOException {
        progress.begin("looking for killed uploads");
        UploadLeftovers.Found left = uploads.find(config.unfinishedAge());
        if (!dryRun) {
            progress.begin("removing killed uploads", left.count(), left.bytes());
            uploads.remove(left);
        }
        return left;
    }

    private List<Backup> removeBackups(boolean dryRun, JobProgress progress) throws IOException {
        List<Backup> old = backups.superfluous();
        if (!dryRun) {
            progress.begin("removing old backups", old.size(), 0);
            for (Backup backup : old) {
                backups.remove(backup);
                progress.moved(1, backup.bytes());
            }
        }
        return old;
    }
}
