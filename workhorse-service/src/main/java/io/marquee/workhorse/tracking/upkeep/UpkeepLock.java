package io.marquee.workhorse.tracking.upkeep;

import io.agroal.api.AgroalDataSource;
import io.marquee.workhorse.platform.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Lets one piece of upkeep be under way at a time: what one brings back, another must not take for garbage. */
@ApplicationScoped
class UpkeepLock {

    private static final Logger LOG = Logger.getLogger(UpkeepLock.class);

    /** Of the locks that PostgreSQL keeps by number; nothing else here uses this one. */
    private static final long NUMBER = 0x5570_6b65_6570L;

    private final AgroalDataSource dataSource;

    UpkeepLock(AgroalDataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** The lock with the connection that holds it; it goes with the connection, also when the service dies. */
    record Held(Connection connection) implements AutoCloseable {

        /** Undoes what is not committed and lets the next one begin. */
        @Override
        public void close() {
            try (connection) {
                if (!connection.getAutoCommit()) {
                    connection.rollback();
                    connection.setAutoCommit(true);
                }
                Database.query(connection, "SELECT pg_advisory_unlock(?)", row -> row.getBoolean(1), NUMBER);
            } catch (SQLException e) {
                LOG.warnf("the connection of upkeep broke, its lock is gone with it: %s", e.getMessage());
            }
        }
    }

    /** Takes the lock; empty when other upkeep is under way. */
    Optional<Held> take() {
        try {
            Connection connection = dataSource.getConnection();
            try {
                if (Database.query(connection, "SELECT pg_try_advisory_lock(?)", row -> row.getBoolean(1), NUMBER)
                        .getFirst()) {
                    return Optional.of(new Held(connection));
                }
                connection.close();
                return Optional.empty();
            } catch (SQLException e) {
                connection.close();
                throw e;
            }
        } catch (SQLException e) {
            throw Database.problem(e);
        }
    }
}
