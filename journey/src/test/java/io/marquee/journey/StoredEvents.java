package io.marquee.journey;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Looks into the database of a running suite, past every service, to count what really is there. */
final class StoredEvents {

    private final Map<String, String> environment;

    StoredEvents(Map<String, String> environment) {
        this.environment = environment;
    }

    Set<String> column(String query) throws SQLException {
        String url = "jdbc:postgresql://" + environment.get("POSTGRES_HOST") + ":" + environment.get("POSTGRES_PORT")
                + "/" + environment.get("POSTGRES_DB");
        try (Connection connection = DriverManager.getConnection(
                        url, environment.get("POSTGRES_USER"), environment.get("POSTGRES_PASSWORD"));
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            Set<String> values = new HashSet<>();
            while (result.next()) {
                values.add(result.getString(1));
            }
            return values;
        }
    }
}
