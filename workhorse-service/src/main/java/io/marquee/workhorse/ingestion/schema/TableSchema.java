package io.marquee.workhorse.ingestion.schema;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A table of the standard schema.
 *
 * @param name as a source names it as its target, for example {@code movies}
 * @param storedIn the catalogue's table, for example {@code catalog.movies}; null when its records become part of another
 * @param key the columns that tell rows apart
 * @param identity columns of which each record has at least one; empty when there is no such rule
 * @param written whether the catalogue writes the table by itself and no source delivers it
 */
public record TableSchema(
        String name,
        @Nullable String storedIn,
        String description,
        List<String> key,
        List<String> identity,
        boolean written,
        List<ColumnSchema> columns) {

    public TableSchema {
        key = List.copyOf(key);
        identity = List.copyOf(identity);
        columns = List.copyOf(columns);
        Set<String> names = new HashSet<>();
        for (ColumnSchema column : columns) {
            if (!names.add(column.name())) {
                throw new IllegalArgumentException("column '" + column.name() + "' of " + name + " is there twice");
            }
        }
        for (List<String> named : List.of(key, identity)) {
            for (String column : named) {
                if (!names.contains(column)) {
                    throw new IllegalArgumentException("'" + column + "' is not a column of " + name);
                }
            }
        }
    }

    /** The columns that sources deliver, in their order; none when the catalogue writes the table. */
    public List<ColumnSchema> delivered() {
        return written
                ? List.of()
                : columns.stream().filter(ColumnSchema::delivered).toList();
    }

    /** A column by its name. */
    public Optional<ColumnSchema> column(String column) {
        return columns.stream().filter(one -> one.name().equals(column)).findFirst();
    }
}
