package io.marquee.cli.ingest;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the columns of a foreign table belong. */
final class TableOptions {

    @Option(
            names = "--table",
            required = true,
            paramLabel = "TABLE",
            description = "the table of the catalogue that the rows are for: movies, links or ratings")
    private String table = "";

    @Option(
            names = "--columns",
            split = ",",
            paramLabel = "OURS=THEIRS",
            description = "what the source calls a column of ours, for example title=name,movie_id=id;"
                    + " columns of the same name need not be said")
    private @Nullable Map<String, String> columns;

    @Option(
            names = "--source-name",
            paramLabel = "NAME",
            description = "by which the catalogue remembers where the values came from")
    private @Nullable String sourceName;

    /** As options of an ingestion. */
    Map<String, Object> values() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("table", table);
        if (columns != null) {
            values.put("columns", columns);
        }
        if (sourceName != null) {
            values.put("source_name", sourceName);
        }
        return values;
    }
}
