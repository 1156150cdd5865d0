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
            switch (frame) {
                case EntityFrame.File file -> {
                    List<DataFile> found = files.find(file.uri());
                    if (found.stream().allMatch(EntityFrames::isParquet)) {
                        return parquet(found, duckDb);
                    }
                    load(adapters.open(file.uri(), FileOptions.DEFAULT).read(file.uri()), duckDb);
                }
                case EntityFrame.Query query ->
                    load(adapters.open(query.connection(), FileOptions.DEFAULT).read(query.sql()), duckDb);
                case EntityFrame.Rows rows -> load(new HandedRows(rows), duckDb);
            }
            return TABLE;
        } catch (AdapterException e) {
            throw AdapterException.problem(TABLE, e);
        } catch (IllegalArgumentException e) {
            throw ProblemException.invalid(TABLE, String.valueOf(e.getMessage()), "must be rows that can be read");
        }
    }

    private static void load(Rows rows, DuckDb duckDb) throws SQLException, IOException {
        try (rows) {
            RowsTable.load(duckDb, TABLE, rows);
        }
    }

    /** DuckDB reads Parquet itself, in parallel and only the columns it needs. */
    private static String parquet(List<DataFile> found, DuckDb duckDb) throws IOException {
        List<Path> paths = new ArrayList<>();
        for (DataFile file : found) {
            Optional<Path> local = file.local();
            if (local.isPresent()) {
                paths.add(local.get());
                continue;
            }
            Path copy = duckDb.file(TABLE + paths.size() + ".parquet");
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
