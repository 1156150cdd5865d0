package io.marquee.workhorse.feature.offline;

import io.marquee.workhorse.feature.FeatureConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.duckdb.DuckDBDriver;

/**
 * A DuckDB of its own in memory, and a folder of its own for files; both are gone when it is closed. What does not fit into
 * the memory it is given goes to that folder.
 */
public final class DuckDb implements AutoCloseable {

    private final Connection connection;
    private final Path folder;

    private DuckDb(Connection connection, Path folder) {
        this.connection = connection;
        this.folder = folder;
    }

    /** Opens one with the configured limits. */
    public static DuckDb open(FeatureConfig config) throws SQLException, IOException {
        return open(config.workFolder(), config.memory(), config.threads());
    }

    static DuckDb open(Path workFolder, String memory, int threads) throws SQLException, IOException {
        Files.createDirectories(workFolder);
        Path folder = Files.createTempDirectory(workFolder, "duckdb");
        try {
            Properties settings = new Properties();
            settings.setProperty("memory_limit", memory);
            settings.setProperty("threads", Integer.toString(threads));
            settings.setProperty("temp_directory", folder.resolve("spill").toString());
            settings.setProperty("autoinstall_known_extensions", "false");
            settings.setProperty("autoload_known_extensions", "false");
            settings.setProperty(DuckDBDriver.JDBC_STREAM_RESULTS, "true");
            Connection connection = new DuckDBDriver().connect("jdbc:duckdb:", settings);
            return new DuckDb(connection, folder);
        } catch (SQLException | RuntimeException e) {
            remove(folder);
            throw e;
        }
    }

    public Connection connection() {
        return connection;
    }

    /** A file of this database's own. */
    public Path file(String name) {
        return folder.resolve(name);
    }

    /** Runs a statement. */
    public void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** A file name, or any other text, as a SQL literal. */
    public static String literal(Object text) {
        return "'" + text.toString().replace("'", "''") + "'";
    }

    @Override
    public void close() throws SQLException, IOException {
        try {
            connection.close();
        } finally {
            remove(folder);
        }
    }

    private static void remove(Path folder) throws IOException {
        List<Path> deepestFirst;
        try (Stream<Path> files = Files.walk(folder)) {
            deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : deepestFirst) {
            Files.deleteIfExists(file);
        }
    }
}
