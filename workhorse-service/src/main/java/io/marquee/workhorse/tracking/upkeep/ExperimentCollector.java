package io.marquee.workhorse.tracking.upkeep;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.marquee.workhorse.platform.Database;
import io.marquee.workhorse.storage.ObjectStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Empties the bin: removes runs and experiments that were deleted long ago, with their files, and files of runs that are not
 * there any more. A run that a model version was made of stays, however long it has been deleted.
 */
@ApplicationScoped
public class ExperimentCollector {

    private static final int BATCH = 500;
    private static final Pattern FILE = Pattern.compile("artifacts/(\\d{1,18})/([0-9a-f]{32})/.*", Pattern.DOTALL);

    private static final String EXPIRED = " FROM tracking.run r JOIN tracking.experiment e ON e.id = r.experiment_id"
            + " WHERE (r.lifecycle = 'deleted' AND r.deleted_time <= ? OR e.lifecycle = 'deleted' AND"
            + " e.last_update_time <= ?)";
    private static final String FREE =
            " AND NOT EXISTS (SELECT 1 FROM tracking.model_version v WHERE v.run_id = r.run_id)";
    private static final String EMPTY = " FROM tracking.experiment e WHERE e.lifecycle = 'deleted' AND e.id <> 0 AND"
            + " e.last_update_time <= ? AND NOT EXISTS (SELECT 1 FROM tracking.run r WHERE r.experiment_id = e.id";

    private final UpkeepLock lock;
    private final ObjectStore store;
    private final Clock clock;

    ExperimentCollector(UpkeepLock lock, ObjectStore store, Clock clock) {
        this.lock = lock;
        this.store = store;
        this.clock = clock;
    }

    /**
     * What was, or on a dry run would be, removed.
     *
     * @param keptForVersions runs that are old enough but still have a model version
     * @param files of those runs, and of runs that were not there any more
     */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record Collected(
            boolean dryRun, long runs, long experiments, List<String> keptForVersions, long files, long bytes) {}

    /**
     * Removes what has been in the bin for that long.
     *
     * @param dryRun whether to look only
     */
    public Collected collect(Duration age, boolean dryRun) {
        long before = clock.instant().minus(age).toEpochMilli();
        return lock.holding(connection -> {
            List<String> kept = Database.query(
                    connection,
                    "SELECT r.run_id" + EXPIRED + " AND NOT (TRUE" + FREE + ") ORDER BY 1",
                    row -> row.getString(1),
                    before,
                    before);
            Set<String> going = new HashSet<>();
            long experiments;
            if (dryRun) {
                going.addAll(Database.query(
                        connection, "SELECT r.run_id" + EXPIRED + FREE, row -> row.getString(1), before, before));
                experiments = Database.query(
                                connection,
                                "SELECT count(*)" + EMPTY
                                        + " AND EXISTS (SELECT 1 FROM tracking.model_version v WHERE v.run_id = r.run_id))",
                                row -> row.getLong(1),
                                before)
                        .getFirst();
            } else {
                removeRuns(connection, before, going);
                experiments = removeExperiments(connection, before);
            }
            long[] files = removeFiles(connection, going, dryRun);
            return new Collected(dryRun, going.size(), experiments, kept, files[0], files[1]);
        });
    }

    private static void removeRuns(Connection connection, long before, Set<String> gone) throws SQLException {
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

    /** Files are listed first: a run that takes files is there before they are, so one that is not there now is gone. */
    private long[] removeFiles(Connection connection, Set<String> going, boolean dryRun)
            throws SQLException, IOException {
        List<ObjectStore.Entry> files = store.list("artifacts/");
        Set<String> folders = new HashSet<>();
        files.forEach(file -> folders.add(folder(file.key())));
        Set<String> there = new HashSet<>(Database.query(
                connection,
                "SELECT r.experiment_id || '/' || r.run_id FROM tracking.run r WHERE r.run_id = ANY(?)",
                row -> row.getString(1),
                (Object) folders.stream()
                        .filter(folder -> !folder.isEmpty())
                        .map(folder -> folder.substring(folder.indexOf('/') + 1))
                        .toArray(String[]::new)));
        there.removeIf(folder -> going.contains(folder.substring(folder.indexOf('/') + 1)));
        List<String> keys = new ArrayList<>();
        long bytes = 0;
        for (ObjectStore.Entry file : files) {
            String folder = folder(file.key());
            if (!folder.isEmpty() && !there.contains(folder)) {
                keys.add(file.key());
                bytes += file.size();
            }
        }
        if (!dryRun) {
            for (String key : keys) {
                store.delete(key);
            }
            Database.update(connection, "DELETE FROM tracking.artifact WHERE key = ANY(?)", (Object)
                    keys.toArray(String[]::new));
        }
        return new long[] {keys.size(), bytes};
    }

    /** Experiment and run that a key belongs to; empty for what is not in a run's folder, and so not ours to judge. */
    private static String folder(String key) {
        Matcher matcher = FILE.matcher(key);
        return matcher.matches() ? matcher.group(1) + "/" + matcher.group(2) : "";
    }
}
