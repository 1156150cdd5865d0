package io.marquee.workhorse.tracking.upkeep;

import io.marquee.contract.problem.ProblemException;
import io.marquee.contract.problem.ProblemType;
import io.marquee.workhorse.platform.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;

/** Lets one piece of upkeep be under way at a time: what one brings back, another must not take for garbage. */
@ApplicationScoped
class UpkeepLock {

    /** Of the locks that PostgreSQL keeps by number; nothing else here uses this one. */
    private static final long NUMBER = 0x5570_6b65_6570L;

    private final Database database;

    UpkeepLock(Database database) {
        this.database = database;
    }

    /** Work under the lock. */
    @FunctionalInterface
    interface Work<T> {
        T run(Connection connection) throws SQLException, IOException;
    }

    /**
     * Runs work while it holds the lock, on the connection that holds it; the lock goes with the connection, also when the
     * service dies.
     *
     * @throws ProblemException when other upkeep is under way
     */
    <T> T holding(Work<T> work) {
        return database.with(connection -> {
            if (!Database.query(connection, "SELECT pg_try_advisory_lock(?)", row -> row.getBoolean(1), NUMBER)
                    .getFirst()) {
                throw new ProblemException(
                        ProblemType.CONFLICT, "Other upkeep of experiments is under way; try again when it has ended.");
            }
            try {
                return work.run(connection);
            } catch (IOException e) {
                throw new UncheckedIOException("the object store failed: " + e.getMessage(), e);
            } finally {
                if (!connection.getAutoCommit()) {
                    connection.rollback();
                    connection.setAutoCommit(true);
                }
                Database.query(connection, "SELECT pg_advisory_unlock(?)", row -> row.getBoolean(1), NUMBER);
            }
        });
    }
}
