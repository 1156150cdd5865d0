package io.marquee.cli.data.quarantine;

import io.marquee.cli.client.Paths;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which entries of the quarantine are meant. */
final class EntryFilter {

    @Option(names = "--ingestion", paramLabel = "ID", description = "only those of one ingestion")
    private @Nullable String ingestion;

    @Option(
            names = "--source",
            paramLabel = "SOURCE",
            description = "only those of one source, for example movielens; interaction for events")
    private @Nullable String source;

    @Option(names = "--table", paramLabel = "TABLE", description = "only those of one table, for example ratings")
    private @Nullable String table;

    @Option(names = "--field", paramLabel = "FIELD", description = "only those refused for one column")
    private @Nullable String field;

    /** By the names that the API has for them. */
    Map<String, String> values() {
        Map<String, String> values = new LinkedHashMap<>();
        put(values, "ingestion_id", ingestion);
        put(values, "source", source);
        put(values, "table", table);
        put(values, "field", field);
        return values;
    }

    /** As the continuation of a query. */
    String query() {
        StringBuilder query = new StringBuilder();
        values().forEach((name, value) ->
                query.append('&').append(name).append('=').append(Paths.segment(value)));
        return query.toString();
    }

    private static void put(Map<String, String> values, String name, @Nullable String value) {
        if (value != null) {
            values.put(name, value);
        }
    }
}
