package io.marquee.journey.crash;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The catalogue's tables as they are, looked at past the service. */
final class CatalogueDatabase {

    /** The data. What tells of loads (ingestions, reports, crawls) differs from run to run. */
    private static final List<String> TABLES = List.of("movies", "ratings", "movie_records", "movie_aliases");

    private final Map<String, String> environment;

    CatalogueDatabase(Map<String, String> environment) {
        this.environment = environment;
    }

    /** Per table the count of rows and a digest of their contents, the time of the last change left out. */
    Map<String, String> digests() throws SQLException {
        Map<String, String> digests = new TreeMap<>();
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String table : TABLES) {
                // Sorted by content, so that neither the order of rows nor of keys matters.
                try (ResultSet row = statement.executeQuery(
                        "SELECT count(*), md5(coalesce(string_agg(content, E'\\n' ORDER BY content COLLATE \"C\"), ''))"
                                + " FROM (SELECT (to_jsonb(t) - 'updated_at')::text AS content FROM catalog." + table
                                + " t) rows")) {
                    row.next();
                    digests.put(table, row.getLong(1) + " rows " + row.getString(2));
                }
            }
        }
        return digests;
    }

    /** Forgets all data, as if nothing had ever been loaded. */
    void clear() throws SQLException {
        execute("TRUNCATE catalog.movies, catalog.ratings, catalog.movie_records, catalog.movie_aliases");
    }

    /** Changes the data past the service, as an accident would. */
    void execute(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://" + environment.get("POSTGRES_HOST") + ":" + environment.get("POSTGRES_PORT") + "/"
                        + environment.get("POSTGRES_DB"),
                environment.get("POSTGRES_USER"),
                environment.get("POSTGRES_PASSWORD"));
    }
}
