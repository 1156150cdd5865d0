package io.marquee.workhorse.adapter.sql;

import io.marquee.workhorse.adapter.AdapterException;
import io.marquee.workhorse.adapter.AdapterException.Kind;
import io.marquee.workhorse.adapter.AllowedFolders;
import io.marquee.workhorse.adapter.FilesConfig;
import io.marquee.workhorse.adapter.Rows;
import io.marquee.workhorse.platform.DriverFolder;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Makes adapters for databases, by connection URI or by the name of a configured connection. */
@ApplicationScoped
public class SqlAdapters {

    private static final Pattern URI = Pattern.compile("^[A-Za-z][A-Za-z0-9.+_-]*:.*", Pattern.DOTALL);

    private final SqlConnections connections;
    private final ConnectionsConfig named;
    private final SqlConfig config;
    private final Variables variables;

    SqlAdapters(DriverFolder drivers, ConnectionsConfig named, SqlConfig config, FilesConfig files) {
        this.connections = new SqlConnections(
                drivers, new AllowedFolders(files.allowedFolders().orElse(List.of())));
        this.named = named;
        this.config = config;
        this.variables = new Variables(config.variables(), System.getenv()::get);
    }

    /** Whether a text is the connection URI of a database, or the name of a configured connection. */
    public boolean takes(String uriOrName) {
        int end = uriOrName.indexOf("://");
        if (end < 0) {
            return named.uris().containsKey(uriOrName);
        }
        String scheme = uriOrName.substring(0, end).toLowerCase(Locale.ROOT);
        int driver = scheme.indexOf('+');
        return Dialect.ofScheme(driver < 0 ? scheme : scheme.substring(0, driver))
                .isPresent();
    }

    /**
     * The rows of a query on Marquee's own database, which is held to reading the catalogue.
     *
     * @param source a table of the catalogue or a query on such tables
     * @param connection in no transaction yet; it is the rows' own from here on
     * @throws AdapterException when it is no query, or reads anything else
     */
    public Rows readCatalogue(String source, Connection connection) throws AdapterException {
        return CatalogueQueries.read(source, connection, config.fetchSize());
    }

    /**
     * The adapter for a database; nothing is connected yet.
     *
     * @param uriOrName a connection URI, or the name of one in {@code marquee.connections}
     * @throws AdapterException when it is neither
     */
    public SqlAdapter open(String uriOrName) throws AdapterException {
        try {
            return new SqlAdapter(connections, JdbcTargets.of(uri(uriOrName)), config.fetchSize());
        } catch (IllegalArgumentException e) {
            throw new AdapterException(Kind.REQUEST, e.getMessage(), e);
        }
    }

    private String uri(String uriOrName) {
        if (URI.matcher(uriOrName).matches()) {
            return variables.in(uriOrName);
        }
        String configured = named.uris().get(uriOrName);
        if (configured == null) {
            throw new IllegalArgumentException("there is no connection '"
                    + uriOrName.replaceAll("\\p{Cntrl}", "?").substring(0, Math.min(60, uriOrName.length()))
                    + "'; configured are: " + new TreeSet<>(named.uris().keySet())
                    + ", or give a URI like postgresql://user@host:5432/database");
        }
        return configured;
    }
}
