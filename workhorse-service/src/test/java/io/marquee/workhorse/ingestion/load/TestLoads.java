package io.marquee.workhorse.ingestion.load;

import io.marquee.workhorse.ingestion.quality.LoadInspection;
import io.marquee.workhorse.ingestion.quality.QualityReport;
import io.marquee.workhorse.ingestion.schema.TestSchema;
import io.marquee.workhorse.ingestion.source.SourceDataset;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;

/** Loads data sets straight into the catalogue, without the service around it. */
public final class TestLoads {

    /** What an inspection says that looks at nothing. */
    public static final QualityReport NOTHING_SAID =
            new QualityReport("", "", "", false, QualityReport.Outcome.PASSED, 1, Instant.EPOCH, List.of());

    private final DataSource dataSource;
    private final CatalogueLoader loader;

    public TestLoads(DataSource dataSource) {
        this(dataSource, (connection, load) -> NOTHING_SAID);
    }

    public TestLoads(DataSource dataSource, LoadInspection inspection) {
        this.dataSource = dataSource;
        this.loader = new CatalogueLoader(TestSchema.read(), inspection, Clock.systemUTC());
    }

    /** Loads in a transaction of its own. */
    public CatalogueLoader.Loaded load(SourceDataset dataset) throws Exception {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            String id = UUID.randomUUID().toString();
            try (var insert = connection.prepareStatement(
                    "INSERT INTO catalog.ingestions (ingestion_id, source, path,"
                            + " worker, state, started_at, heartbeat_at) VALUES (?, 'test', '', '', 'succeeded', now(), now())")) {
                insert.setString(1, id);
                insert.executeUpdate();
            }
            try {
                CatalogueLoader.Loaded loaded = loader.load(
                        connection, new CatalogueLoader.Load(id, "test", dataset, false), new LoadProgress());
                connection.commit();
                return loaded;
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        }
    }

    private static void rollback(Connection connection, Exception reason) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            // A connection that was cut has nothing to roll back.
            reason.addSuppressed(e);
        }
    }

    /** Movies of a source, each as column names with values. */
    @SafeVarargs
    public final CatalogueLoader.Loaded movies(String source, Map<String, Object>... movies) throws Exception {
        return load(dataset(source, Arrays.asList(movies)));
    }

    /** A data set of movies, each as column names with values. */
    public static TestDataset dataset(String source, List<Map<String, Object>> movies) {
        List<String> columns = movies.stream()
                .flatMap(movie -> movie.keySet().stream())
                .distinct()
                .sorted()
                .toList();
        List<List<Object>> rows = new ArrayList<>();
        for (Map<String, Object> movie : movies) {
            List<Object> row = new ArrayList<>();
            columns.forEach(column -> row.add(movie.get(column)));
            rows.add(row);
        }
        return new TestDataset(source).with("movies", columns, rows);
    }
}
