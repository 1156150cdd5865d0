package io.marquee.workhorse.snapshot;

import io.marquee.localstack.LocalStack;
import io.marquee.localstack.Part;
import io.marquee.workhorse.job.JobProgress;
import io.marquee.workhorse.snapshot.SnapshotRestorer.Restored;
import io.marquee.workhorse.snapshot.SnapshotWriter.Request;
import io.marquee.workhorse.snapshot.SnapshotWriter.Written;
import io.marquee.workhorse.storage.FileObjectStore;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.stream.Stream;

/** A migrated database of its own and an object store of its own, with the plain parts that work on them. */
final class SnapshotLab implements AutoCloseable {

    static final Instant NOW = Instant.parse("2026-02-03T04:05:06Z");

    private static final Deque<LocalStack> FREE = new ConcurrentLinkedDeque<>();

    final String url;
    final Path folder;
    final SnapshotStore store;
    private final LocalStack stack;

    private SnapshotLab(LocalStack stack, Path folder, Path objects) {
        Map<String, String> environment = stack.environment();
        this.stack = stack;
        this.url =
                "jdbc:postgresql://" + environment.get("POSTGRES_HOST") + ":" + environment.get("POSTGRES_PORT") + "/"
                        + environment.get("POSTGRES_DB") + "?user=" + environment.get("POSTGRES_USER") + "&password="
                        + environment.get("POSTGRES_PASSWORD");
        this.folder = folder;
        this.store = new SnapshotStore(new FileObjectStore(objects));
    }

    /** A new, empty catalogue with an object store in a folder. */
    static SnapshotLab open(Path folder) throws SQLException {
        return open(folder, folder.resolve("objects"));
    }

    /** A new, empty catalogue with that object store; while another one is open, on a server of its own. */
    static SnapshotLab open(Path folder, Path objects) throws SQLException {
        LocalStack free = FREE.poll();
        SnapshotLab lab = new SnapshotLab(free == null ? start() : free, folder, objects);
        lab.migrate();
        try (Connection connection = lab.connect()) {
            TableVersions.watchAll(connection);
        }
        return lab;
    }

    private static LocalStack start() {
        LocalStack started = LocalStack.startForTests(Part.POSTGRES);
        Runtime.getRuntime().addShutdownHook(new Thread(started::close));
        return started;
    }

    /** Runs the migrations in the order of their versions. */
    private void migrate() throws SQLException {
        execute("DROP SCHEMA IF EXISTS tracking, catalog, features, tasks CASCADE");
        execute("CREATE SCHEMA tracking", "CREATE SCHEMA catalog", "CREATE SCHEMA features", "CREATE SCHEMA tasks");
        URL one = Objects.requireNonNull(SnapshotStore.class.getResource("/db/migration/V1_0__catalog.sql"));
        try (Stream<Path> files = Files.list(Path.of(one.toURI()).getParent())) {
            for (Path file :
                    files.sorted(Comparator.comparing(SnapshotLab::version)).toList()) {
                execute(Files.readString(file));
            }
        } catch (IOException | URISyntaxException e) {
            throw new IllegalStateException("the migrations cannot be read", e);
        }
    }

    private static int version(Path migration) {
        String[] numbers =
                migration.getFileName().toString().replaceAll("V(.*)__.*", "$1").split("_");
        return 1000 * Integer.parseInt(numbers[0]) + Integer.parseInt(numbers[1]);
    }

    Connection connect() throws SQLException {
        return DriverManager.getConnection(url);
    }

    void execute(String... statements) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    String only(String sql) throws SQLException {
        return query(sql).getFirst();
    }

    List<String> query(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            List<String> rows = new ArrayList<>();
            while (result.next()) {
                rows.add(result.getString(1));
            }
            return rows;
        }
    }

    /** Every row of every data table, whole. */
    Map<String, List<String>> tables() throws SQLException {
        Map<String, List<String>> tables = new TreeMap<>();
        try (Connection connection = connect()) {
            for (String table : TableSchema.existing(connection)) {
                tables.put(table, query("SELECT t::text FROM catalog." + table + " t ORDER BY t::text COLLATE \"C\""));
            }
        }
        return tables;
    }

    /** Indexes, constraints and triggers of the data tables. */
    List<String> definitions() throws SQLException {
        return query("""
                SELECT indexdef FROM pg_indexes WHERE schemaname = 'catalog'
                UNION ALL SELECT conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) || convalidated
                    FROM pg_constraint WHERE connamespace = 'catalog'::regnamespace
                UNION ALL SELECT pg_get_triggerdef(oid) || tgenabled::text FROM pg_trigger WHERE NOT tgisinternal
                ORDER BY 1""");
    }

    Written create(String tag) throws Exception {
        return create(new Request(new SnapshotTag(tag), "test", null, true, false));
    }

    Written create(Request request) throws Exception {
        SnapshotWriter writer = new SnapshotWriter(store, Duration.ofHours(6), Clock.systemUTC());
        Written written;
        try (Connection connection = connect()) {
            connection.setAutoCommit(false);
            written = writer.write(connection, CatalogueMoment.begin(connection), request, new JobProgress());
            connection.rollback();
        }
        try (Connection connection = connect()) {
            writer.remember(connection, written);
        }
        return written;
    }

    Restored restore(String tag) throws Exception {
        SnapshotManifest manifest = store.get(new SnapshotTag(tag));
        try (LocalChunks chunks = LocalChunks.fetch(store, manifest, folder.resolve("work"), new JobProgress());
                Connection connection = connect()) {
            connection.setAutoCommit(false);
            Restored restored = new SnapshotRestorer(Duration.ofSeconds(5))
                    .restore(connection, manifest, chunks, new JobProgress());
            connection.commit();
            return restored;
        }
    }

    /** Movies 1 to {@code movies}, each rated by users 1 to {@code users}. */
    void fill(int movies, int users) throws SQLException {
        execute("""
                INSERT INTO catalog.movies (movie_id, title, year, genres, source)
                SELECT id, E'Movie \\t\\\\N \\n"' || id, 1900 + id %% 100, ARRAY['Drama', 'a,b "c"'], 'standard'
                FROM generate_series(1, %d) id""".formatted(movies), """
                INSERT INTO catalog.ratings (user_id, movie_id, rating, rated_at, source)
                SELECT u, m, (1 + (u * 7 + m) %% 10) / 2.0, timestamptz '2020-01-01' + make_interval(secs => u * 0.001 + m),
                    'standard'
                FROM generate_series(1, %d) u, generate_series(1, %d) m""".formatted(users, movies));
    }

    /** The server stays for the next one. */
    @Override
    public void close() {
        FREE.push(stack);
    }
}
