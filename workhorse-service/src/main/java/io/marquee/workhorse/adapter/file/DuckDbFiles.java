package io.marquee.workhorse.adapter.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import org.duckdb.DuckDBDriver;

/** A DuckDB of its own for one file, with a folder of its own; both are gone when it is closed. */
final class DuckDbFiles implements AutoCloseable {

    /** Enough for row groups of Parquet; what is more goes to the folder. */
    private static final String MEMORY = "256MB";

    private final Connection connection;
    private final Path folder;

    private DuckDbFiles(Connection connection, Path folder) {
        this.connection = connection;
        this.folder = folder;
    }

    static DuckDbFiles open() throws IOException {
        Path folder = Files.createTempDirectory("marquee-parquet");
        Properties settings = new Properties();
        settings.setProperty("memory_limit", MEMORY);
        settings.setProperty("threads", "1");
        settings.setProperty("temp_directory", folder.resolve("spill").toString());
        settings.setProperty("autoinstall_known_extensions", "false");
        settings.setProperty("autoload_known_extensions", "false");
        settings.setProperty(DuckDBDriver.JDBC_STREAM_RESULTS, "true");
        try {
            return new DuckDbFiles(new DuckDBDriver().connect("jdbc:duckdb:", settings), folder);
        } catch (SQLException e) {
            remove(folder);
            throw new IOException("DuckDB does not start: " + firstLine(e), e);
        }
    }

    Connection connection() {
        return connection;
    }

    /** A file of its own. */
    Path file(String name) {
        return folder.resolve(name);
    }

    /** The path of a file on this machine, which is a copy when it is elsewhere or packed. */
    String bring(DataFile file) throws IOException {
        Optional<Path> local = file.local();
        if (local.isPresent() && Compression.ofName(file.name()) == Compression.NONE) {
            return local.get().toString();
        }
        Path copy = file("source.parquet");
        try (InputStream in = file.open()) {
            Files.copy(in, copy);
        }
        return copy.toString();
    }

    static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    static String firstLine(SQLException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    @Override
    public void close() throws IOException {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new IOException("DuckDB does not close: " + firstLine(e), e);
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
