package io.marquee.workhorse.tracking.upkeep;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.marquee.contract.problem.ProblemException;
import io.marquee.contract.problem.ProblemType;
import io.marquee.workhorse.job.JobProgress;
import io.marquee.workhorse.storage.ObjectStore;
import io.marquee.workhorse.tracking.webhook.RestoredWebhooks;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * Brings backups back. Rows, what is known of files, and the end of the job are one transaction; files come before its commit,
 * and those of a restore that fails or is killed belong to no run, so that the clean-up takes them.
 */
@ApplicationScoped
public class BackupRestore {

    private static final int BATCH = 5_000;

    private final ObjectStore store;
    private final WorkFolder work;
    private final RestoredWebhooks webhooks;
    private final ObjectMapper json;

    BackupRestore(ObjectStore store, WorkFolder work, RestoredWebhooks webhooks, ObjectMapper json) {
        this.store = store;
        this.work = work;
        this.webhooks = webhooks;
        this.json = json;
    }

    /**
     * What a restore has brought back.
     *
     * @param webhooksDisabled those of the webhooks whose secret was kept with another key than the present one
     */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record Restored(
            String name, long experiments, long runs, long models, long webhooks, long webhooksDisabled, long files) {}

    /** Ends the job within the transaction of its work. */
    @FunctionalInterface
    interface End {
        void with(Restored restored) throws SQLException;
    }

    /**
     * Makes sure that there is such a backup.
     *
     * @param experiment an id of an experiment, or null
     */
    void requireBackup(String name, @Nullable String experiment) {
        if (experiment != null && !experiment.matches("\\d{1,18}")) {
            throw ProblemException.invalid("experiment", experiment, "must be the id of an experiment");
        }
        try {
            if (!store.exists(Backup.key(name))) {
                throw ProblemException.notFound("backup", name);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the object store cannot be asked: " + e.getMessage(), e);
        }
    }

    /**
     * Brings a backup back, all that is wanted of it or nothing.
     *
     * @param connection that holds the lock
     * @param experiment the id of the only experiment to bring back, null for all that the backup holds
     * @throws ProblemException when it is broken, or something that it holds is here already
     */
    void restore(Connection connection, String name, @Nullable String experiment, JobProgress progress, End end)
            throws SQLException, IOException {
        OptionalLong only = experiment == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(experiment));
        BackupReader reader = new BackupReader(store, Backup.key(name), progress);
        try (WorkFolder.Room room = work.room()) {
            BackupManifest manifest = reader.unpack(json, room.path());
            connection.setAutoCommit(false);
            Map<String, Long> counts = load(connection, room.path(), manifest, only, progress);
            long files = note(connection, manifest, BackupManifest.folder(only));
            long disabled = counts.containsKey("webhook") ? webhooks.disableUnreadable(connection) : 0;
            // Only now is it sure that the runs are not here.
            reader.storeFiles(BackupManifest.folder(only));
            end.with(new Restored(
                    name,
                    counts.getOrDefault("experiment", 0L),
                    counts.getOrDefault("run", 0L),
                    counts.getOrDefault("registered_model", 0L),
                    counts.getOrDefault("webhook", 0L),
                    disabled,
                    files));
            connection.commit();
        }
    }

    private static Map<String, Long> load(
            Connection connection, Path tables, BackupManifest manifest, OptionalLong only, JobProgress progress)
            throws SQLException, IOException {
        List<BackupTable> wanted = BackupTable.of(manifest.format(), manifest.isOfAll() && only.isEmpty());
        Map<String, Long> counts = new HashMap<>();
        progress.begin("writing rows", wanted.size(), 0);
        for (BackupTable table : wanted) {
            Path file = tables.resolve(table.name());
            try (Statement statement = connection.createStatement();
                    InputStream rows = Files.newInputStream(file)) {
                statement.execute("CREATE TEMPORARY TABLE b (" + table.columns() + ") ON COMMIT DROP");
                connection.unwrap(PGConnection.class).getCopyAPI().copyIn("COPY b FROM STDIN", rows);
                if (only.isPresent()) {
                    narrow(statement, table, only.getAsLong());
                }
                prepare(statement, table);
                counts.put(table.name(), (long) statement.executeUpdate(table.restore()));
                statement.execute("DROP TABLE b");
            } catch (SQLException e) {
                if ("23505".equals(e.getSQLState())) {
                    throw new ProblemException(
                            ProblemType.CONFLICT,
                            "Something of the backup is here already, in " + table.name()
                                    + ": delete it and empty the bin, or restore elsewhere. Nothing was changed.",
                            e);
                }
                throw e;
            }
            progress.moved(1, Files.size(file));
        }
        return counts;
    }

    private static void narrow(Statement statement, BackupTable table, long experiment) throws SQLException {
        statement.execute(table.onlyOf(experiment));
        if (table.name().equals("experiment")) {
            try (var rows = statement.executeQuery("SELECT count(*) FROM b")) {
                rows.next();
                if (rows.getLong(1) == 0) {
                    throw ProblemException.notFound("experiment of the backup", Long.toString(experiment));
                }
            }
        }
    }

    private static void prepare(Statement statement, BackupTable table) throws SQLException {
        if (table.name().equals("metric")) {
            statement.execute(
                    "INSERT INTO tracking.metric_key (key) SELECT DISTINCT key FROM b ON CONFLICT DO NOTHING");
        } else if (table.name().equals("experiment")) {
            // Numbers that come back must not be given to new experiments.
            statement.execute(
                    "SELECT setval(pg_get_serial_sequence('tracking.experiment', 'id'), greatest((SELECT max(id)"
                            + " FROM b), (SELECT max(id) FROM tracking.experiment), 1))");
        }
    }

    /** The checksums are known, so that nobody has to read the files to learn them; how many files there are. */
    private long note(Connection connection, BackupManifest manifest, String folder) throws SQLException, IOException {
        long files = 0;
        try (BackupManifest.Entries entries = manifest.entries(json);
                PreparedStatement insert =
                        connection.prepareStatement("INSERT INTO tracking.artifact (key, claim, size, sha256) VALUES"
                                + " (?, gen_random_uuid()::text, ?, ?) ON CONFLICT (key) DO UPDATE SET claim ="
                                + " excluded.claim, size = excluded.size, sha256 = excluded.sha256")) {
            for (BackupManifest.Entry file = entries.next(); file != null; file = entries.next()) {
                if (!file.name().startsWith(folder)) {
                    continue;
                }
                insert.setString(1, file.name());
                insert.setLong(2, file.size());
                insert.setString(3, file.sha256());
                insert.addBatch();
                if (++files % BATCH == 0) {
                    insert.executeBatch();
                }
            }
            insert.executeBatch();
        }
        return files;
    }
}
