package io.marquee.journey.bench;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;

/** The PostgreSQL of a suite, for data that no API would take in reasonable time. */
final class SuiteDatabase {

    private SuiteDatabase() {}

    static Connection connect(Map<String, String> environment) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://" + environment.get("POSTGRES_HOST") + ":" + environment.get("POSTGRES_PORT") + "/"
                        + environment.get("POSTGRES_DB"),
                environment.get("POSTGRES_USER"),
                environment.get("POSTGRES_PASSWORD"));
    }
}
