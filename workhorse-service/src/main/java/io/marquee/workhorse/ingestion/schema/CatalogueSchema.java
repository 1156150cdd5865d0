package io.marquee.workhorse.ingestion.schema;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The standard schema.
 *
 * @param version of the file's form
 */
public record CatalogueSchema(int version, List<TableSchema> tables) {

    public CatalogueSchema {
        tables = List.copyOf(tables);
        Set<String> names = new HashSet<>();
        for (TableSchema table : tables) {
            if (!names.add(table.name())) {
                throw new IllegalArgumentException("table '" + table.name() + "' is there twice");
            }
        }
    }

    /**
     * A table that has to be there.
     *
     * @throws IllegalArgumentException naming the tables there are
     */
    public TableSchema table(String name) {
        return find(name)
                .orElseThrow(() -> new IllegalArgumentException("the schema has no table '" + name + "', only "
                        + tables.stream().map(TableSchema::name).collect(Collectors.joining(", "))));
    }

    /** A table by its name. */
    public Optional<TableSchema> find(String name) {
        return tables.stream().filter(table -> table.name().equals(name)).findFirst();
    }
}
