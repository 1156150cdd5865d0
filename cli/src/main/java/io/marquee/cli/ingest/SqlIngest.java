package io.marquee.cli.ingest;

import io.marquee.cli.command.ApiOptions;
import io.marquee.cli.command.CommandFailedException;
import io.marquee.cli.command.Session;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Loads what a query of a database gives. */
@Command(
        name = "sql",
        description = {
            "what a query or table of a database gives",
            "By connection URI: postgresql://, mysql://, sqlite://, sqlserver://, redshift://, snowflake://, bigquery://; or by"
                    + " the name of a connection that workhorse is configured with, which keeps its password there."
        })
final class SqlIngest implements Callable<Integer> {

    private final Session session;

    @Parameters(paramLabel = "QUERY", description = "a query, a table, or a file with a query: @movies.sql")
    private String query = "";

    @Option(names = "--connection", required = true, paramLabel = "URI|NAME", description = "the database")
    private String connection = "";

    @Mixin
    private TableOptions table = new TableOptions();

    @Mixin
    private StartOptions start = new StartOptions();

    @Mixin
    private ApiOptions api = new ApiOptions();

    SqlIngest(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws IOException {
        Map<String, Object> options = table.values();
        options.put(connection.contains(":") ? "connection_uri" : "connection", connection);
        return new IngestionRun(session, api).run("sql", text(), options, start);
    }

    private String text() throws IOException {
        if (!query.startsWith("@")) {
            return query;
        }
        Path file = session.absolute(Path.of(query.substring(1)));
        if (!Files.isReadable(file)) {
            throw new CommandFailedException(file + " cannot be read");
        }
        return Files.readString(file);
    }
}
