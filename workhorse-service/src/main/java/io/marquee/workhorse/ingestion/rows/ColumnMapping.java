package io.marquee.workhorse.ingestion.rows;

import io.marquee.contract.problem.ProblemException;
import io.marquee.workhorse.ingestion.schema.CatalogueSchema;
import io.marquee.workhorse.ingestion.schema.ColumnSchema;
import io.marquee.workhorse.ingestion.schema.TableSchema;
import io.marquee.workhorse.ingestion.source.IngestionRequest;
import io.marquee.workhorse.ingestion.source.RecordReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which column of a source is which of the standard schema: what the request's option {@code columns} says
 * ({@code {"movie_id": "id"}}), otherwise those with the same name, upper and lower case alike.
 *
 * @param table of the schema, from the option {@code table}
 * @param source by which the catalogue remembers it, from the option {@code source_name}
 * @param given standard column to source column, as far as the request says
 */
public record ColumnMapping(TableSchema table, String source, Map<String, String> given) {

    /** The options that are read here. */
    public static final List<String> OPTIONS = List.of("table", "columns", "source_name");

    private static final Pattern SOURCE_NAME = Pattern.compile("[a-z][a-z0-9_-]{0,39}");

    /** A column that is delivered, with where it stands in the source. */
    public record Position(RecordReader.Column column, int index) {}

    public ColumnMapping {
        given = Map.copyOf(given);
    }

    /**
     * Reads a request's options.
     *
     * @throws ProblemException naming the option that is wrong
     */
    public static ColumnMapping of(IngestionRequest request, CatalogueSchema schema) {
        Object table = request.options().get("table");
        List<String> names = schema.tables().stream().map(TableSchema::name).toList();
        if (table == null || !names.contains(table.toString())) {
            throw ProblemException.invalid("options.table", table, "must be one of " + String.join(", ", names));
        }
        TableSchema target = schema.table(table.toString());
        Object name = request.options().getOrDefault("source_name", request.source());
        if (!SOURCE_NAME.matcher(name.toString()).matches()) {
            throw ProblemException.invalid(
                    "options.source_name", name, "must be up to 40 lower-case letters, digits, '-' and '_'");
        }
        return new ColumnMapping(
                target, name.toString(), columns(request.options().get("columns"), target));
    }

    /**
     * What is delivered of a source with these columns.
     *
     * @param where for messages, for example the file's name
     * @throws ProblemException when a column is missing, is there twice, or nothing fits
     */
    public List<Position> positions(List<String> sourceColumns, String where) {
        Map<String, Integer> found = new LinkedHashMap<>();
        given.forEach((standard, source) -> {
            int index = indexOf(source, sourceColumns);
            if (index < 0) {
                throw ProblemException.invalid(
                        "options.columns",
                        source,
                        "must be a column of " + where + ", which has " + String.join(", ", sourceColumns));
            }
            found.put(standard, index);
        });
        for (ColumnSchema column : table.delivered()) {
            int index = indexOf(column.name(), sourceColumns);
            if (index >= 0 && !found.containsKey(column.name()) && !found.containsValue(index)) {
                found.put(column.name(), index);
            }
        }
        if (table.identity().isEmpty()
                ? !found.keySet().containsAll(table.key())
                : table.identity().stream().noneMatch(found::containsKey)) {
            List<String> needed = table.identity().isEmpty() ? table.key() : table.identity();
            throw ProblemException.invalid(
                    "options.columns",
                    given,
                    "must say what is " + String.join(table.identity().isEmpty() ? " and " : " or ", needed) + "; "
                            + where + " has the columns " + String.join(", ", sourceColumns));
        }
        List<Position> positions = new ArrayList<>();
        found.forEach((standard, index) ->
                positions.add(new Position(new RecordReader.Column(standard, sourceColumns.get(index)), index)));
        return positions;
    }

    private static int indexOf(String name, List<String> columns) {
        int exact = columns.indexOf(name);
        if (exact >= 0) {
            return exact;
        }
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).equalsIgnoreCase(name)) {
                return i;
            }
        }
        return -1;
    }

    private static Map<String, String> columns(@Nullable Object option, TableSchema table) {
        if (option == null) {
            return Map.of();
        }
        if (!(option instanceof Map<?, ?> map)) {
            throw ProblemException.invalid(
                    "options.columns",
                    option,
                    "must be like {\"movie_id\": \"id\"}: a column of the standard schema and its name in the source");
        }
        List<String> names = table.delivered().stream().map(ColumnSchema::name).toList();
        Map<String, String> columns = new LinkedHashMap<>();
        map.forEach((standard, source) -> {
            if (!names.contains(String.valueOf(standard))) {
                throw ProblemException.invalid("options.columns", standard, "must be of " + String.join(", ", names));
            }
            columns.put(String.valueOf(standard), String.valueOf(source));
        });
        return columns;
    }
}
