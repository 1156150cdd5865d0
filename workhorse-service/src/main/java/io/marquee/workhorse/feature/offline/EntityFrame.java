package io.marquee.workhorse.feature.offline;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The entities and moments that features are wanted for: rows with the views' join keys, {@value #TIME}, and whatever else
 * shall stand beside the features. A time without a zone is UTC.
 */
public sealed interface EntityFrame {

    /** The column that says which moment a row is of; without it, the only column of times does. */
    String TIME = "event_timestamp";

    /**
     * A file, or a folder of files of one shape.
     *
     * @param uri a path or URI, as everywhere
     */
    record File(String uri) implements EntityFrame {

        public File {
            requireText("uri", uri);
        }
    }

    /**
     * A query on a database.
     *
     * @param connection a connection URI or the name of a configured connection
     */
    record Query(String connection, String sql) implements EntityFrame {

        public Query {
            requireText("connection", connection);
            requireText("sql", sql);
        }
    }

    /**
     * Rows that are at hand.
     *
     * @param rows each with one value per column: numbers, texts, booleans or null; times as ISO-8601 text
     */
    record Rows(List<String> columns, List<List<@Nullable Object>> rows) implements EntityFrame {

        public Rows {
            columns = List.copyOf(columns);
            Set<String> names = new HashSet<>();
            for (String column : columns) {
                if (!names.add(column)) {
                    throw new IllegalArgumentException("entity frame: column '" + column + "' is there twice");
                }
            }
            for (int i = 0; i < rows.size(); i++) {
                if (rows.get(i).size() != columns.size()) {
                    throw new IllegalArgumentException("entity frame: row " + (i + 1) + " has "
                            + rows.get(i).size() + " values for " + columns.size() + " columns");
                }
            }
        }
    }

    private static void requireText(String name, String value) {
        if (value.isBlank()) {
            throw new IllegalArgumentException("entity frame: " + name + " must not be empty");
        }
    }
}
