package io.marquee.workhorse.adapter.sql;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The kinds of databases, and what is particular to each. */
public enum Dialect {
    POSTGRESQL(5432, '"', List.of("postgresql", "postgres"), Drivers.POSTGRESQL),
    MYSQL(3306, '`', List.of("mysql"), Drivers.MYSQL, Drivers.MARIADB),
    MARIADB(3306, '`', List.of("mariadb"), Drivers.MARIADB, Drivers.MYSQL),
    SQLITE(0, '"', List.of("sqlite"), Drivers.SQLITE),
    SNOWFLAKE(443, '"', List.of("snowflake"), Drivers.SNOWFLAKE),
    BIGQUERY(443, '`', List.of("bigquery"), Drivers.BIGQUERY),
    REDSHIFT(5439, '"', List.of("redshift"), Drivers.REDSHIFT),
    SQLSERVER(1433, '"', List.of("sqlserver", "mssql", "synapse"), Drivers.SQLSERVER);

    private static final class Drivers {
        static final DriverChoice POSTGRESQL =
                new DriverChoice("org.postgresql.Driver", "jdbc:postgresql:", "org.postgresql:postgresql:42.7.10");
        static final DriverChoice MYSQL =
                new DriverChoice("com.mysql.cj.jdbc.Driver", "jdbc:mysql:", "com.mysql:mysql-connector-j:9.6.0");
        static final DriverChoice MARIADB = new DriverChoice(
                "org.mariadb.jdbc.Driver", "jdbc:mariadb:", "org.mariadb.jdbc:mariadb-java-client:3.5.7");
        static final DriverChoice SQLITE =
                new DriverChoice("org.sqlite.JDBC", "jdbc:sqlite:", "org.xerial:sqlite-jdbc:3.51.1.0");
        static final DriverChoice SNOWFLAKE = new DriverChoice(
                "net.snowflake.client.jdbc.SnowflakeDriver", "jdbc:snowflake:", "net.snowflake:snowflake-jdbc:3.27.1");
        static final DriverChoice BIGQUERY = new DriverChoice(
                "com.google.cloud.bigquery.jdbc.BigQueryDriver",
                "jdbc:bigquery:",
                "com.google.cloud:google-cloud-bigquery-jdbc (the jar with its dependencies)");
        static final DriverChoice REDSHIFT = new DriverChoice(
                "com.amazon.redshift.Driver", "jdbc:redshift:", "com.amazon.redshift:redshift-jdbc42:2.2.1");
        static final DriverChoice SQLSERVER = new DriverChoice(
                "com.microsoft.sqlserver.jdbc.SQLServerDriver",
                "jdbc:sqlserver:",
                "com.microsoft.sqlserver:mssql-jdbc:13.2.1.jre11");

        private Drivers() {}
    }

    private final int defaultPort;
    private final char quote;
    private final List<String> schemes;
    private final List<DriverChoice> drivers;

    Dialect(int defaultPort, char quote, List<String> schemes, DriverChoice... drivers) {
        this.defaultPort = defaultPort;
        this.quote = quote;
        this.schemes = schemes;
        this.drivers = List.of(drivers);
    }

    /** The one that connection URIs with this scheme mean. */
    static Optional<Dialect> ofScheme(String scheme) {
        return Arrays.stream(values())
                .filter(dialect -> dialect.schemes.contains(scheme))
                .findFirst();
    }

    /** Every scheme that is understood, for messages. */
    static List<String> allSchemes() {
        return Arrays.stream(values())
                .flatMap(dialect -> dialect.schemes.stream())
                .toList();
    }

    int defaultPort() {
        return defaultPort;
    }

    /** Drivers to try, the better one first. */
    List<DriverChoice> drivers() {
        return drivers;
    }

    boolean isMysql() {
        return this == MYSQL || this == MARIADB;
    }

    /** PostgreSQL itself and what is descended from it. */
    boolean isPostgres() {
        return this == POSTGRESQL || this == REDSHIFT;
    }

    /** Whether names may stand in backticks. */
    boolean hasBackticks() {
        return quote == '`' || this == SQLITE;
    }

    /** Whether names may stand in square brackets. */
    boolean hasBrackets() {
        return this == SQLSERVER || this == SQLITE;
    }

    /** A name, each of its steps quoted so that nothing in it is taken for SQL: {@code a.b} is table b of schema a. */
    String quoted(String name) {
        String[] steps = name.split("\\.", -1);
        StringBuilder text = new StringBuilder();
        for (String step : steps) {
            if (step.isBlank() || step.chars().anyMatch(Character::isISOControl) || steps.length > 3) {
                throw new IllegalArgumentException("'" + name.replaceAll("\\p{Cntrl}", "?")
                        + "' must be a name like table, schema.table or catalogue.schema.table");
            }
            text.append(text.isEmpty() ? "" : ".").append(quotedColumn(step));
        }
        return text.toString();
    }

    /** One step of a name, quoted. */
    String quotedColumn(String name) {
        return quote + name.replace(String.valueOf(quote), "" + quote + quote) + quote;
    }
}
