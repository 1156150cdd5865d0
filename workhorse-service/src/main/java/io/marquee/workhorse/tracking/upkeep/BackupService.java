package io.marquee.workhorse.tracking.upkeep;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.marquee.contract.problem.ProblemException;
import io.marquee.workhorse.job.JobProgress;
import io.marquee.workhorse.platform.Database;
import io.marquee.workhorse.storage.ObjectStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Makes and lists backups of experiments. */
@ApplicationScoped
public class BackupService {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssSSS'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Database database;
    private final ObjectStore store;
    private final WorkFolder work;
    private final UpkeepConfig config;
    private final ObjectMapper json;
    private final Clock clock;

    BackupService(
            Database database,
            ObjectStore store,
            WorkFolder work,
            UpkeepConfig config,
            ObjectMapper json,
            Clock clock) {
        this.database = database;
        this.store = store;
        this.work = work;
        this.config = config;
        this.json = json;
        this.clock = clock;
    }

    /** All backups, newest first. */
    public List<Backup> list() {
        try {
            List<Backup> backups = new ArrayList<>();
            for (ObjectStore.Entry entry : store.list(Backup.FOLDER)) {
                String name = entry.key().substring(Backup.FOLDER.length());
                backups.add(Backup.of(name.replaceFirst("\\.tar\\.gz$", ""), entry.size()));
            }
            return backups.reversed();
        } catch (IOException e) {
            throw new UncheckedIOException("the object store cannot be listed: " + e.getMessage(), e);
        }
    }

    /** The backups of everything that are older than the newest ones which stay. */
    List<Backup> superfluous() {
        return list().stream()
                .filter(Backup::isOfEverything)
                .skip(config.keepBackups())
                .toList();
    }

    void remove(Backup backup) throws IOException {
        store.delete(Backup.key(backup.name()));
    }

    /**
     * Makes sure that there is an experiment to back up.
     *
     * @param experiment its id; null, for everything, is always there
     */
    void requireExperiment(@Nullable String experiment) {
        if (experiment == null) {
            return;
        }
        boolean there = experiment.matches("\\d{1,18}")
                && !database.query(
                                "SELECT 1 FROM tracking.experiment WHERE id = ?",
                                row -> row.getInt(1),
                                Long.parseLong(experiment))
                        .isEmpty();
        if (!there) {
            throw ProblemException.notFound("experiment", experiment);
        }
    }

    /**
     * Backs up everything or one experiment. A kill leaves no backup, only a write that the clean-up finds.
     *
     * @param connection that holds the lock
     * @param experiment its id, or null
     */
    Backup make(Connection connection, @Nullable String experiment, JobProgress progress)
            throws SQLException, IOException {
        OptionalLong only = experiment == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(experiment));
        Instant now = clock.instant();
        String name = "tracking-" + TIME.format(now) + (experiment == null ? "" : "-experiment-" + only.getAsLong());
        String key = Backup.key(name);
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY");
        }
        try (WorkFolder.Room room = work.room()) {
            store.write(
                    key, out -> new BackupWriter(connection, store, room.path(), only, progress).write(out, now, json));
        }
        connection.rollback();
        return Backup.of(name, store.size(key));
    }
}
