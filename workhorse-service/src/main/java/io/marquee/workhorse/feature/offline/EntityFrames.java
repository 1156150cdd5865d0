package io.marquee.workhorse.feature.offline;

import io.marquee.contract.problem.ProblemException;
import io.marquee.workhorse.adapter.AdapterException;
import io.marquee.workhorse.adapter.AdapterFactory;
import io.marquee.workhorse.adapter.Rows;
import io.marquee.workhorse.adapter.file.DataFile;
import io.marquee.workhorse.adapter.file.DataFiles;
import io.marquee.workhorse.adapter.file.FileOptions;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Brings entity frames into DuckDB. */
@ApplicationScoped
class EntityFrames {

    static final String TABLE = "entity_frame";

    private final AdapterFactory adapters;
    private final DataFiles files;

    EntityFrames(AdapterFactory adapters, DataFiles files) {
        this.adapters = adapters;
        this.files = files;
    }

    /**
     * A relation with the frame's rows, which can follow FROM.
     *
     * @throws ProblemException when the frame cannot be read
     */
    String load(EntityFrame frame, DuckDb duckDb) throws SQLException, IOException {
        try {
            return relation(frame, TABLE, FileOptions.DEFAULT, duckDb);
        } catch (AdapterException e) {
            throw AdapterException.problem(TABLE, e);
        } catch (IllegalArgumentException e) {
            throw ProblemException.invalid(TABLE, String.valueOf(e.getMessage()), "must be rows that can be read");
        }
    }

    /**
     * A relation with rows from anywhere: files that DuckDB reads itself, or else a table of that name.
     *
     * @throws AdapterException when they cannot be read
     * @throws IllegalArgumentException when nothing tells the format of a file
     */
    String relation(EntityFrame frame, String table, FileOptions options, DuckDb duckDb)
            throws SQLException, IOException {
        switch (frame) {
            case EntityFrame.File file -> {
                List<DataFile> found = files.find(file.uri());
                if (found.stream().allMatch(EntityFrames::isParquet)) {
                    return parquet(found, table, duckDb);
                }
                load(adapters.open(file.uri(), options).read(file.uri()), table, duckDb);
            }
            case EntityFrame.Query query ->
                load(adapters.open(query.connection(), options).read(query.sql()), table, duckDb);
            case EntityFrame.Rows rows -> load(new HandedRows(rows), table, duckDb);
        }
        return table;
    }

    private static void load(Rows rows, String table, DuckDb duckDb) throws SQLException, IOException {
        try (rows) {
            RowsTable.load(duckDb, table, rows);
        }
    }

    /** DuckDB reads Parquet itself, in parallel and only the columns it needs. */
    private static String parquet(List<DataFile> found, String table, DuckDb duckDb) throws IOException {
        List<Path> paths = new ArrayList<>();
        for (DataFile file : found) {
            Optional<Path> local = file.local();
            if (local.isPresent()) {
                paths.add(local.get());
                continue;
            }
            Path copy = duckDb.file(table + paths.size() + ".parquet");
            try (InputStream in = file.open()) {
                Files.copy(in, copy);
            }
            paths.add(copy);
        }
        return DuckDb.parquet(paths);
    }

    private static boolean isParquet(DataFile file) {
        String name = file.name().toLowerCase(Locale.ROOT);
        return name.endsWith(".parquet") || name.endsWith(".pq");
    }
}
