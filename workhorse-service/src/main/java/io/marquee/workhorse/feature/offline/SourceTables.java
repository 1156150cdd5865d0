package io.marquee.workhorse.feature.offline;

import io.agroal.api.AgroalDataSource;
import io.marquee.contract.problem.ProblemException;
import io.marquee.contract.problem.ProblemType;
import io.marquee.workhorse.adapter.AdapterException;
import io.marquee.workhorse.adapter.Rows;
import io.marquee.workhorse.adapter.file.FileFormat;
import io.marquee.workhorse.adapter.file.FileOptions;
import io.marquee.workhorse.adapter.sql.SqlAdapters;
import io.marquee.workhorse.feature.definition.FeatureDefinitions;
import io.marquee.workhorse.feature.definition.Source;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
    private final SqlAdapters databases;
    private final AgroalDataSource dataSource;

    SourceTables(CatalogueSnapshot catalogue, EntityFrames frames, SqlAdapters databases, AgroalDataSource dataSource) {
        this.catalogue = catalogue;
        this.frames = frames;
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
        boolean wantsInteractions = names.stream().anyMatch(name -> isInteractions(definitions.source(name)));
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

    /**
     * Takes the catalogue's interactions in that a build before has kept and PostgreSQL has forgotten since, because they
     * are older than it keeps them. An event that went for another reason stays away.
     *
     * @param kept what the build before read, a relation
     * @param forgotten the catalogue has none any more that was stored before then
     */
    void remember(String kept, Instant forgotten, DuckDb duckDb) throws SQLException {
        Set<String> columns = duckDb.columns(kept);
        columns.retainAll(duckDb.columns(LOADED + "interactions"));
        duckDb.execute("INSERT INTO " + LOADED + "interactions BY NAME SELECT " + String.join(", ", columns) + " FROM "
                + kept + " ANTI JOIN " + LOADED + "interactions USING (event_id) WHERE stored_at < "
                + DuckDb.moment(forgotten));
    }

    /** Whether a source is the catalogue's interactions. */
    static boolean isInteractions(Source source) {
        return tableOf(source).equals(INTERACTIONS);
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
        String raw = "raw_" + source.name();
        try {
            String given =
                    switch (source) {
                        case Source.File file ->
                            frames.relation(new EntityFrame.File(file.uri()), raw, options(file), duckDb);
                        case Source.Query query ->
                            frames.relation(
                                    new EntityFrame.Query(query.connection(), query.sql()),
                                    raw,
                                    FileOptions.DEFAULT,
                                    duckDb);
                        case Source.Table own -> loadOwn(own.table(), raw, duckDb);
                        case Source.Stream stream -> loadOwn(stream.table(), raw, duckDb);
                        case Source.Push push ->
                            throw new IllegalStateException(
                                    "source '" + push.name() + "' is handed in, a view cannot be computed from it");
                    };
            new SourceColumns(duckDb).settle(source, given, table);
        } catch (AdapterException e) {
            throw AdapterException.problem("sources." + source.name(), e);
        } catch (IllegalArgumentException e) {
            throw new ProblemException(
                    ProblemType.UNPROCESSABLE, "source '" + source.name() + "': " + e.getMessage(), e);
        } catch (SQLException e) {
            throw new ProblemException(
                    ProblemType.UNPROCESSABLE,
                    "source '" + source.name() + "' cannot be read: "
                            + String.valueOf(e.getMessage()).lines().findFirst().orElse(""),
                    e);
        } finally {
            duckDb.execute("DROP TABLE IF EXISTS " + raw);
        }
    }

    private String loadOwn(String from, String table, DuckDb duckDb) throws SQLException, IOException {
        try (Rows rows = databases.readCatalogue("SELECT * FROM " + from, dataSource.getConnection())) {
            RowsTable.load(duckDb, table, rows);
        }
        return table;
    }

    /** The declared format counts where the name of the file does not tell. */
    private static FileOptions options(Source.File file) {
        return FileFormat.ofName(file.uri()).isPresent()
                ? FileOptions.DEFAULT
                : new FileOptions(
                        FileFormat.ofName("rows." + file.format()).orElseThrow(), null, StandardCharsets.UTF_8, false);
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
