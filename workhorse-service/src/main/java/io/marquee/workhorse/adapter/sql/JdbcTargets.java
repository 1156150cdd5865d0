package io.marquee.workhorse.adapter.sql;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Connection URIs in the terms of JDBC. Only options from a short list reach a driver: others can make it read files, load
 * classes or call other servers.
 *
 * <table>
 * <caption>What is understood</caption>
 * <tr><td>{@code postgresql://u:p@h:5432/db}</td><td>also {@code redshift://}, {@code mysql://}, {@code mariadb://}</td></tr>
 * <tr><td>{@code sqlserver://u:p@h:1433/db}</td><td>also {@code synapse://}, always encrypted</td></tr>
 * <tr><td>{@code sqlite:///folder/file.db}</td><td>relative, four slashes for an absolute path</td></tr>
 * <tr><td>{@code snowflake://u:p@account/db/schema?warehouse=W}</td><td></td></tr>
 * <tr><td>{@code bigquery://project/dataset}</td><td>with the machine's own Google credentials</td></tr>
 * </table>
 */
final class JdbcTargets {

    private static final Pattern NAME = Pattern.compile("[\\w $.-]+", Pattern.UNICODE_CHARACTER_CLASS);
    private static final String CONNECT_SECONDS = "10";
    private static final String CONNECT_MILLIS = "10000";

    private static final Map<Dialect, Map<String, String>> OPTIONS = Map.of(
            Dialect.POSTGRESQL,
                    Map.of(
                            "sslmode", "sslmode",
                            "connect_timeout", "connectTimeout",
                            "application_name", "ApplicationName",
                            "schema", "currentSchema"),
            Dialect.REDSHIFT, Map.of("sslmode", "sslmode", "connect_timeout", "connectTimeout"),
            Dialect.MYSQL, Map.of("sslmode", "sslMode", "ssl_mode", "sslMode"),
            Dialect.MARIADB, Map.of("sslmode", "sslMode", "ssl_mode", "sslMode"),
            Dialect.SQLITE, Map.of(),
            Dialect.SNOWFLAKE, Map.of("warehouse", "warehouse", "role", "role"),
            Dialect.BIGQUERY, Map.of("location", "Location"),
            Dialect.SQLSERVER,
                    Map.of(
                            "trust_server_certificate",
                            "trustServerCertificate",
                            "application_name",
                            "applicationName"));

    private static final Set<String> SYNAPSE = Set.of("synapse");

    private JdbcTargets() {}

    /**
     * What a connection URI means.
     *
     * @throws IllegalArgumentException naming the part that is wrong, never with a secret
     */
    static JdbcTarget of(String text) {
        ConnectionUri uri = ConnectionUri.parse(text);
        Dialect dialect = Dialect.ofScheme(uri.scheme())
                .orElseThrow(() -> new IllegalArgumentException("a connection URI must start with one of "
                        + String.join("://, ", Dialect.allSchemes()) + "://, got: " + uri.scheme() + "://"));
        Properties properties = options(uri, dialect);
        String rest =
                switch (dialect) {
                    case POSTGRESQL -> postgres(uri, properties);
                    case REDSHIFT -> redshift(uri, properties);
                    case MYSQL, MARIADB -> mysql(uri, properties);
                    case SQLITE -> sqlite(uri);
                    case SNOWFLAKE -> snowflake(uri, properties);
                    case BIGQUERY -> bigquery(uri, properties);
                    case SQLSERVER -> sqlserver(uri, properties);
                };
        if (uri.user() != null) {
            properties.setProperty("user", uri.user());
        }
        if (uri.password() != null) {
            properties.setProperty("password", uri.password());
        }
        return new JdbcTarget(dialect, rest, properties, uri.toString(), uri.password() == null ? "" : uri.password());
    }

    private static String postgres(ConnectionUri uri, Properties properties) {
        properties.putIfAbsent("connectTimeout", CONNECT_SECONDS);
        properties.setProperty("loginTimeout", CONNECT_SECONDS);
        properties.putIfAbsent("ApplicationName", "marquee");
        return server(uri, Dialect.POSTGRESQL) + "/" + encoded(database(uri));
    }

    private static String redshift(ConnectionUri uri, Properties properties) {
        properties.putIfAbsent("connectTimeout", CONNECT_SECONDS);
        properties.setProperty("loginTimeout", CONNECT_SECONDS);
        return server(uri, Dialect.REDSHIFT) + "/" + encoded(database(uri));
    }

    private static String mysql(ConnectionUri uri, Properties properties) {
        properties.setProperty("connectTimeout", CONNECT_MILLIS);
        // A column without a zone means UTC, whatever the two machines are set to.
        properties.setProperty("connectionTimeZone", "UTC");
        properties.setProperty("forceConnectionTimeZoneToSession", "true");
        // What a hostile server or query could otherwise ask of the driver.
        properties.setProperty("allowLoadLocalInfile", "false");
        properties.setProperty("allowLocalInfile", "false");
        properties.setProperty("allowUrlInLocalInfile", "false");
        properties.setProperty("allowMultiQueries", "false");
        properties.setProperty("autoDeserialize", "false");
        return server(uri, Dialect.MYSQL) + "/" + database(uri);
    }

    private static String sqlite(ConnectionUri uri) {
        if (!uri.host().isEmpty() || uri.user() != null || uri.port() >= 0) {
            throw new IllegalArgumentException("a SQLite URI has three slashes and a relative path"
                    + " (sqlite:///folder/file.db) or four and an absolute one (sqlite:////folder/file.db)");
        }
        String path = uri.path();
        if (path.isBlank() || path.equals(":memory:") || path.startsWith("file:") || path.contains("?")) {
            throw new IllegalArgumentException("a SQLite URI must name a file, like sqlite:///folder/file.db");
        }
        return path;
    }

    private static String snowflake(ConnectionUri uri, Properties properties) {
        requireHost(uri, "an account");
        String[] steps = uri.path().split("/", -1);
        if (steps.length > 2 || steps[0].isEmpty()) {
            throw new IllegalArgumentException(
                    "a Snowflake URI is like snowflake://user:password@account/database/schema");
        }
        properties.setProperty("db", name(steps[0], "database"));
        if (steps.length == 2 && !steps[1].isEmpty()) {
            properties.setProperty("schema", name(steps[1], "schema"));
        }
        properties.setProperty("loginTimeout", CONNECT_SECONDS);
        String host = uri.host().contains(".snowflakecomputing.") ? uri.host() : uri.host() + ".snowflakecomputing.com";
        return "//" + host + (uri.port() < 0 ? "" : ":" + uri.port()) + "/";
    }

    private static String bigquery(ConnectionUri uri, Properties properties) {
        requireHost(uri, "a project");
        if (uri.user() != null || uri.port() >= 0) {
            throw new IllegalArgumentException(
                    "a BigQuery URI is like bigquery://project/dataset; credentials come from the machine"
                            + " (GOOGLE_APPLICATION_CREDENTIALS)");
        }
        properties.setProperty("ProjectId", uri.host());
        if (!uri.path().isEmpty()) {
            properties.setProperty("DefaultDataset", name(uri.path(), "dataset"));
        }
        // Application default credentials.
        properties.setProperty("OAuthType", "3");
        return "//https://www.googleapis.com/bigquery/v2:443";
    }

    private static String sqlserver(ConnectionUri uri, Properties properties) {
        requireHost(uri, "a host");
        properties.setProperty("serverName", uri.host());
        properties.setProperty(
                "portNumber", Integer.toString(uri.port() < 0 ? Dialect.SQLSERVER.defaultPort() : uri.port()));
        properties.setProperty("databaseName", database(uri));
        properties.setProperty("encrypt", "true");
        properties.setProperty("loginTimeout", CONNECT_SECONDS);
        if (SYNAPSE.contains(uri.scheme()) && properties.containsKey("trustServerCertificate")) {
            throw new IllegalArgumentException(
                    "Synapse's certificate is always checked: trust_server_certificate is for" + " sqlserver:// only");
        }
        return "//";
    }

    private static Properties options(ConnectionUri uri, Dialect dialect) {
        Map<String, String> known = OPTIONS.getOrDefault(dialect, Map.of());
        Properties properties = new Properties();
        uri.options().forEach((name, value) -> {
            String property = known.get(name);
            if (property == null) {
                throw new IllegalArgumentException("the option '" + name + "' is not one of those that "
                        + uri.scheme() + ":// takes: "
                        + (known.isEmpty()
                                ? "it takes none"
                                : String.join(
                                        ", ", known.keySet().stream().sorted().toList())));
            }
            properties.setProperty(property, value);
        });
        return properties;
    }

    private static String server(ConnectionUri uri, Dialect dialect) {
        requireHost(uri, "a host");
        String host = uri.host().contains(":") ? "[" + uri.host() + "]" : uri.host();
        return "//" + host + ":" + (uri.port() < 0 ? dialect.defaultPort() : uri.port());
    }

    private static void requireHost(ConnectionUri uri, String what) {
        if (uri.host().isEmpty()) {
            throw new IllegalArgumentException(
                    "a " + uri.scheme() + " URI needs " + what + " after " + uri.scheme() + "://");
        }
    }

    private static String database(ConnectionUri uri) {
        if (uri.path().isEmpty()) {
            throw new IllegalArgumentException(
                    "a " + uri.scheme() + " URI needs a database: " + uri.scheme() + "://user@host/database");
        }
        return name(uri.path(), "database");
    }

    /** Names go into URLs that drivers take apart once more, so they are held to what no driver gives a meaning to. */
    private static String name(String text, String what) {
        if (!NAME.matcher(text).matches()) {
            throw new IllegalArgumentException("the " + what
                    + " of the connection URI must be letters, digits, blanks, '_', '-', '.' and '$', got: " + text);
        }
        return text;
    }

    private static String encoded(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** The file of a SQLite target. */
    static Path file(JdbcTarget target) {
        try {
            return Path.of(target.rest());
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("'" + target.shown() + "' is not a path", e);
        }
    }
}
