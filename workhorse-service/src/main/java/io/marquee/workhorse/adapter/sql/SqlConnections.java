package io.marquee.workhorse.adapter.sql;

import io.marquee.workhorse.adapter.AdapterException;
import io.marquee.workhorse.adapter.AdapterException.Kind;
import io.marquee.workhorse.adapter.AllowedFolders;
import io.marquee.workhorse.platform.DriverFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.Properties;
import org.jboss.logging.Logger;

/** Opens connections by driver, without a pool: a load or an export is one connection for minutes. */
final class SqlConnections {

    private static final Logger LOG = Logger.getLogger(SqlConnections.class);

    /** SQLite's own name for a connection that cannot write. */
    private static final String SQLITE_READ_ONLY = "1";

    private final DriverFolder drivers;
    private final AllowedFolders folders;

    SqlConnections(DriverFolder drivers, AllowedFolders folders) {
        this.drivers = drivers;
        this.folders = folders;
    }

    /** A connection in a transaction that may only read; whoever takes it rolls back before closing it. */
    Connection openForReading(JdbcTarget target) throws AdapterException {
        Connection connection = open(target, true);
        try {
            connection.setAutoCommit(false);
            if (target.dialect() != Dialect.SQLITE) {
                connection.setReadOnly(true);
            }
            if (target.dialect().isMysql()) {
                // For MariaDB's driver, read-only is a hint.
                try (Statement statement = connection.createStatement()) {
                    statement.execute("SET SESSION TRANSACTION READ ONLY");
                }
            }
            return connection;
        } catch (SQLException e) {
            closeQuietly(connection, target);
            throw SqlFailures.connecting(target, e);
        }
    }

    /** A connection in a transaction. */
    Connection openForWriting(JdbcTarget target) throws AdapterException {
        Connection connection = open(target, false);
        try {
            connection.setAutoCommit(false);
            return connection;
        } catch (SQLException e) {
            closeQuietly(connection, target);
            throw SqlFailures.connecting(target, e);
        }
    }

    /** Ends a transaction without effect, and the connection. */
    static void giveUp(Connection connection, JdbcTarget target) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            LOG.debugf("rolling back on %s: %s", target.shown(), target.withoutSecrets(String.valueOf(e.getMessage())));
        }
        closeQuietly(connection, target);
    }

    private Connection open(JdbcTarget target, boolean readOnly) throws AdapterException {
        Properties properties = new Properties();
        properties.putAll(target.properties());
        JdbcTarget place = target.dialect() == Dialect.SQLITE ? file(target, readOnly, properties) : target;
        for (DriverChoice choice : target.dialect().drivers()) {
            Optional<Driver> driver =
                    drivers.find(Driver.class, type -> type.getName().equals(choice.driverClass()));
            if (driver.isPresent()) {
                return connect(driver.get(), place, choice, properties);
            }
        }
        throw missingDriver(target);
    }

    private static Connection connect(Driver driver, JdbcTarget target, DriverChoice choice, Properties properties)
            throws AdapterException {
        try {
            Connection connection = driver.connect(target.url(choice), properties);
            if (connection == null) {
                throw new SQLException("the driver " + choice.driverClass() + " does not take this URL");
            }
            return connection;
        } catch (SQLException e) {
            throw SqlFailures.connecting(target, e);
        }
    }

    private AdapterException missingDriver(JdbcTarget target) {
        DriverChoice first = target.dialect().drivers().getFirst();
        return new AdapterException(
                Kind.MISSING_PART,
                "cannot connect to " + target.shown() + ": its JDBC driver is not part of Marquee; put the jar of "
                        + String.join(
                                " or ",
                                target.dialect().drivers().stream()
                                        .map(DriverChoice::coordinates)
                                        .toList())
                        + " (" + first.driverClass() + ") into " + drivers.folder()
                        + " or another folder that MARQUEE_DRIVERS names",
                null);
    }

    private JdbcTarget file(JdbcTarget target, boolean readOnly, Properties properties) throws AdapterException {
        try {
            Path file = folders.require(JdbcTargets.file(target).toString());
            if (readOnly) {
                if (!Files.isRegularFile(file)) {
                    throw new AdapterException(
                            Kind.TARGET, "cannot connect to " + target.shown() + ": there is no file " + file, null);
                }
                properties.setProperty("open_mode", SQLITE_READ_ONLY);
            }
            return new JdbcTarget(target.dialect(), file.toString(), properties, target.shown(), target.password());
        } catch (IllegalArgumentException e) {
            throw new AdapterException(Kind.REQUEST, target.shown() + ": " + e.getMessage(), e);
        }
    }

    private static void closeQuietly(Connection connection, JdbcTarget target) {
        try {
            connection.close();
        } catch (SQLException e) {
            LOG.debugf("closing %s: %s", target.shown(), target.withoutSecrets(String.valueOf(e.getMessage())));
        }
    }
}
