package io.marquee.localstack;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** A table of keys and values; making it shows that the suite's role may create things. */
record PostgresPartClient(Endpoint endpoint) implements PartClient {

    @Override
    public void put(String key, String value) {
        run("CREATE TABLE IF NOT EXISTS notes(key text PRIMARY KEY, value text)");
        run("INSERT INTO notes VALUES ('" + key + "', '" + value + "') ON CONFLICT DO NOTHING");
    }

    @Override
    public String get(String key) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT value FROM notes WHERE key = '" + key + "'")) {
            row.next();
            return row.getString(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void run(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://" + endpoint + "/mlpipeline_db", "mlpipeline_user", "secure_password_123");
    }
}
