package io.marquee.workhorse.ingestion.quality;

import java.util.List;
import java.util.Optional;

/**
 * A load that waits in its staging tables.
 *
 * @param kind of the source, as it was asked for, for example {@code file}
 * @param source by which the catalogue remembers where values came from
 * @param origin where the data was read, for people
 * @param dryRun whether it will not be merged whatever is said of it
 * @param tables in the order they are loaded; only those that the source delivers
 */
public record StagedLoad(
        String ingestionId, String kind, String source, String origin, boolean dryRun, List<StagedTable> tables) {

    public StagedLoad {
        tables = List.copyOf(tables);
    }

    /** A staged table by its name in the schema, if the source delivers it. */
    public Optional<StagedTable> table(String name) {
        return tables.stream()
                .filter(table -> table.schema().name().equals(name))
                .findFirst();
    }
}
