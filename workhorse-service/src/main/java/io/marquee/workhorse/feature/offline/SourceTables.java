package io.marquee.workhorse.feature.offline;

import io.agroal.api.AgroalDataSource;
import io.marquee.workhorse.adapter.AdapterFactory;
import io.marquee.workhorse.adapter.Rows;
import io.marquee.workhorse.adapter.file.FileOptions;
import io.marquee.workhorse.adapter.sql.SqlAdapters;
import io.marquee.workhorse.feature.definition.FeatureDefinitions;
import io.marquee.workhorse.feature.definition.Source;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Set;

/**
 * Brings sources into DuckDB as tables {@code all_<source>}. Movies, ratings and interactions are of one moment; sources
 * from elsewhere are as they are when they are read, a little later.
 */
@ApplicationScoped
class SourceTables {

    static final String PREFIX = "all_";

    /** The catalogue's ratings, whatever the sources are named. */
    static final String RATINGS_LOADED = "loaded_ratings";

    private static final String LOADED = "loaded_";

    private static final String MOVIES = "catalog.movies";
    private static final String RATINGS = "catalog.ratings";
    private static final String INTERACTIONS = "catalog.interaction_events";

    private final CatalogueSnapshot catalogue;
    private final EntityFrames frames;
    private final AdapterFactory adapters;
    private final SqlAdapters databases;
    private final AgroalDataSource dataSource;

    SourceTables(
            CatalogueSnapshot catalogue,
            EntityFrames frames,
            AdapterFactory adapters,
            SqlAdapters databases,
            AgroalDataSource dataSource) {
        this.catalogue = catalogue;
        this.frames = frames;
        this.adapters = adapters;
        this.databases = databases;
        this.dataSource = dataSource;
    }

    /**
     * Loads sources. The catalogue's ratings are there as {@value #RATINGS_LOADED} in any case.
     *
     * @return the moment of the catalogue, by the database's clock
     */
    Instant load(
            FeatureDefinitions definitions, Set<String> names, DuckDb duckDb, CatalogueSnapshot.AtTheSameMoment also)
            throws SQLException, IOException {
        Path interactions = duckDb.file("interactions.csv");
        boolean wantsInteractions = names.stream()
                .anyMatch(name -> tableOf(definitions.source(name)).equals(INTERACTIONS));
        Instant moment = catalogue.load(CatalogueSelection.all(), duckDb, (connection, at) -> {
            also.read(connection, at);
            if (wantsInteractions) {
                CatalogueSnapshot.exportInteractions(connection, interactions);
            }
        });
        if (wantsInteractions) {
            CatalogueSnapshot.importInteractions(duckDb, interactions);
            Files.delete(interactions);
            duckDb.execute("ALTER TABLE interactions RENAME TO " + LOADED + "interactions");
        }
        duckDb.execute("ALTER TABLE movies RENAME TO " + LOADED + "movies");
        duckDb.execute("ALTER TABLE ratings RENAME TO " + LOADED + "ratings");
        for (String name : names) {
            load(definitions.source(name), duckDb);
        }
        return moment;
    }

    /** Whether a source is the catalogue's ratings. */
    static boolean isRatings(Source source) {
        return tableOf(source).equals(RATINGS);
    }

    private void load(Source source, DuckDb duckDb) throws SQLException, IOException {
        String table = PREFIX + source.name();
        switch (tableOf(source)) {
            case MOVIES -> copy(duckDb, "movies", table);
            case RATINGS -> copy(duckDb, "ratings", table);
            case INTERACTIONS -> copy(duckDb, "interactions", table);
            default -> loadForeign(source, table, duckDb);
        }
    }

    private void loadForeign(Source source, String table, DuckDb duckDb) throws SQLException, IOException {
        switch (source) {
            case Source.File file -> {
                String relation = frames.load(new EntityFrame.File(file.uri()), duckDb);
                duckDb.execute("CREATE TABLE " + table + " AS SELECT * FROM " + relation);
                duckDb.execute("DROP TABLE IF EXISTS " + EntityFrames.TABLE);
            }
            case Source.Query query -> {
                try (Rows rows =
                        adapters.open(query.connection(), FileOptions.DEFAULT).read(query.sql())) {
                    RowsTable.load(duckDb, table, rows);
                }
            }
            case Source.Table own -> loadOwn(own.table(), table, duckDb);
            case Source.Stream stream -> loadOwn(stream.table(), table, duckDb);
            case Source.Push push ->
                throw new IllegalStateException(
                        "source '" + push.name() + "' is handed in, a view cannot be computed from it");
        }
    }

    private void loadOwn(String from, String table, DuckDb duckDb) throws SQLException, IOException {
        try (Rows rows = databases.readCatalogue(from, dataSource.getConnection())) {
            RowsTable.load(duckDb, table, rows);
        }
    }

    /** A view over what is loaded once, whatever sources it has to be for. */
    private static void copy(DuckDb duckDb, String loaded, String table) throws SQLException {
        duckDb.execute("CREATE VIEW " + table + " AS SELECT * FROM " + LOADED + loaded);
    }

    private static String tableOf(Source source) {
        return switch (source) {
            case Source.Table table -> table.table();
            case Source.Stream stream -> stream.table();
            case Source.Query query -> "";
            case Source.File file -> "";
            case Source.Push push -> "";
        };
    }
}
