package io.marquee.localstack.testing;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** Statements of a test against tables that a running service uses at the same time. */
public final class PatientSql {

    /** PostgreSQL's {@code deadlock_detected}: it has ended this transaction so that the other one can go on. */
    private static final String DEADLOCK = "40P01";

    private static final int ATTEMPTS = 10;

    private PatientSql() {}

    /**
     * Runs a statement on its own, again when PostgreSQL has ended it in favour of another transaction. A TRUNCATE of several
     * tables locks them one after the other, and so does a query of the service that joins them in another order.
     */
    public static void execute(DataSource dataSource, String sql) throws SQLException {
        for (int attempt = 1; ; attempt++) {
            try (Connection connection = dataSource.getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute(sql);
                return;
            } catch (SQLException e) {
                if (attempt == ATTEMPTS || !DEADLOCK.equals(e.getSQLState())) {
                    throw e;
                }
            }
        }
    }
}
