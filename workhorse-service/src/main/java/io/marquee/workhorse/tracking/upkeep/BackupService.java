package io.marquee.workhorse.tracking.upkeep;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.marquee.contract.problem.ProblemException;
import io.marquee.contract.problem.ProblemType;
import io.marquee.workhorse.platform.Database;
import io.marquee.workhorse.storage.ObjectStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
import org.postgresql.PGConnection;

/** Makes backups of experiments and brings them back. */
@ApplicationScoped
public class BackupService {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssSSS'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final UpkeepLock lock;
    private final Database database;
    private final ObjectStore store;
    private final ObjectMapper json;
    private final Clock clock;

    BackupService(UpkeepLock lock, Database database, ObjectStore store, ObjectMapper json, Clock clock) {
        this.lock = lock;
        this.database = database;
        this.store = store;
        this.json = json;
        this.clock = clock;
    }

    /** What a restore has brought back. */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record Restored(String name, long experiments, long runs, long models, long files) {}

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

    /**
     * Backs up everything or one experiment.
     *
     * @param experiment its id, or null
     */
    public Backup make(@Nullable String experiment) {
        OptionalLong only = experiment == null ? OptionalLong.empty() : OptionalLong.of(existing(experiment));
        Instant now = clock.instant();
        String name = "tracking-" + TIME.format(now) + (experiment == null ? "" : "-experiment-" + only.getAsLong());
        String key = Backup.key(name);
        return lock.holding(connection -> {
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY");
            }
            store.write(key, out -> new BackupWriter(connection, store, only).write(out, now, json));
            return Backup.of(name, store.size(key));
        });
    }

    private long existing(String experiment) {
        List<Long> found = experiment.matches("\\d{1,18}")
                ? database.query(
                        "SELECT id FROM tracking.experiment WHERE id = ?",
                        row -> row.getLong(1),
                        Long.parseLong(experiment))
                : List.of();
        if (found.isEmpty()) {
            throw ProblemException.notFound("experiment", experiment);
        }
        return found.getFirst();
    }

    /**
     * Brings a backup back, all of it or nothing.
     *
     * @throws ProblemException when it is broken, or something that it holds is here already
     */
    public Restored restore(String name) {
        BackupReader reader = new BackupReader(store, Backup.key(name));
        return lock.holding(connection -> {
            BackupManifest manifest = reader.verified(json);
            Path tables = Files.createTempDirectory("marquee-restore");
            try {
                reader.unpackTables(tables);
                connection.setAutoCommit(false);
                boolean all = manifest.experiment() == null;
                long[] counts = load(connection, tables, all);
                // Only now is it sure that the runs are not here; files of a restore that fails belong to no run.
                reader.storeFiles();
                connection.commit();
                return new Restored(
                        name,
                        counts[0],
                        counts[1],
                        counts[2],
                        manifest.entries().stream()
                                .filter(entry -> entry.name().startsWith(BackupManifest.FILES))
                                .count());
            } finally {
                delete(tables);
            }
        });
    }

    private static long[] load(Connection connection, Path tables, boolean all) throws SQLException, IOException {
        List<BackupTable> wanted = new ArrayList<>(BackupTable.EXPERIMENTS);
        if (all) {
            wanted.addAll(BackupTable.MODELS);
        }
        long experiments = 0;
        long runs = 0;
        long models = 0;
        for (BackupTable table : wanted) {
            try (Statement statement = connection.createStatement();
                    InputStream rows = Files.newInputStream(tables.resolve(table.name()))) {
                statement.execute("CREATE TEMPORARY TABLE b (" + table.columns() + ") ON COMMIT DROP");
                connection.unwrap(PGConnection.class).getCopyAPI().copyIn("COPY b FROM STDIN", rows);
                prepare(statement, table);
                long written = statement.executeUpdate(table.restore());
                statement.execute("DROP TABLE b");
                switch (table.name()) {
                    case "experiment" -> experiments = written;
                    case "run" -> runs = written;
                    case "registered_model" -> models = written;
                    default -> {}
                }
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
        }
        return new long[] {experiments, runs, models};
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

    private static void delete(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
