package io.marquee.workhorse.feature.offline;

import io.marquee.contract.feature.ValueType;
import io.marquee.workhorse.feature.FeatureConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
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
            DuckDb opened = new DuckDb(connection, folder);
            // A time without a zone means UTC, wherever the machine stands.
            opened.execute("SET TimeZone = 'UTC'");
            return opened;
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

    /** The one number that a query gives. */
    long count(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    /** The first column of a query. */
    List<String> texts(String sql) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            while (row.next()) {
                texts.add(row.getString(1));
            }
        }
        return texts;
    }

    /** The columns of a relation, in their order. */
    Set<String> columns(String relation) throws SQLException {
        return new LinkedHashSet<>(texts("SELECT column_name FROM (DESCRIBE SELECT * FROM " + relation + ")"));
    }

    /** The columns of a relation with their types, in their order. */
    Map<String, String> types(String relation) throws SQLException {
        Map<String, String> types = new LinkedHashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("DESCRIBE SELECT * FROM " + relation)) {
            while (row.next()) {
                types.put(row.getString("column_name"), row.getString("column_type"));
            }
        }
        return types;
    }

    /** A file name, or any other text, as a SQL literal. */
    public static String literal(Object text) {
        return "'" + text.toString().replace("'", "''") + "'";
    }

    /** A moment as a TIMESTAMP, which knows microseconds. */
    static String moment(Instant time) {
        return "make_timestamp(" + ChronoUnit.MICROS.between(Instant.EPOCH, time) + "::BIGINT)";
    }

    /** Parquet files of one shape as a relation that can follow FROM. */
    public static String parquet(List<Path> files) {
        return parquet(files, false);
    }

    /**
     * Parquet files as a relation that can follow FROM.
     *
     * @param byName whether columns may stand in different orders, and may be missing
     */
    static String parquet(List<Path> files, boolean byName) {
        return "read_parquet(" + files.stream().map(DuckDb::literal).collect(Collectors.joining(", ", "[", "]"))
                + (byName ? ", union_by_name = true" : "") + ")";
    }

    /** A column's or table's name, quoted. */
    public static String name(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /** The type that holds values of a feature or join key. */
    public static String type(ValueType type) {
        return switch (type) {
            case BYTES -> "BLOB";
            case STRING -> "VARCHAR";
            case INT32 -> "INTEGER";
            case INT64 -> "BIGINT";
            case DOUBLE -> "DOUBLE";
            case FLOAT -> "FLOAT";
            case BOOL -> "BOOLEAN";
            case UNIX_TIMESTAMP -> "TIMESTAMP";
            default -> type(type.elementType()) + "[]";
        };
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
