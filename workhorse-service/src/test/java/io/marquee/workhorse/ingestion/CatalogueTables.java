package io.marquee.workhorse.ingestion;

import io.marquee.localstack.testing.PatientSql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** Looks straight into the tables that the service writes. */
public final class CatalogueTables {

    private final DataSource dataSource;

    public CatalogueTables(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** Empties the catalogue. */
    public void clear() throws SQLException {
        execute(
                "TRUNCATE catalog.ratings, catalog.movies, catalog.movie_records, catalog.movie_aliases,"
                        + " catalog.quarantine, catalog.ingestions, catalog.interaction_events, features.refresh_queue CASCADE");
    }

    public void execute(String sql) throws SQLException {
        PatientSql.execute(dataSource, sql);
    }

    /** The rows, columns joined by {@code |}. */
    public List<String> rows(String sql) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            List<String> rows = new ArrayList<>();
            int columns = result.getMetaData().getColumnCount();
            while (result.next()) {
                List<String> values = new ArrayList<>();
                for (int i = 1; i <= columns; i++) {
                    values.add(result.getString(i));
                }
                rows.add(String.join("|", values.stream().map(String::valueOf).toList()));
            }
            return rows;
        }
    }

    public String only(String sql) throws SQLException {
        return rows(sql).getFirst();
    }
}
