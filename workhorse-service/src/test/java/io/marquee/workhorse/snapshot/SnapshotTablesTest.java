package io.marquee.workhorse.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotTablesTest {

    @TempDir
    Path folder;

    /** A new table is data or it is not; whoever adds it to the schema has to say so in {@link SnapshotTables}. */
    @Test
    void shouldKnowEveryTableOfTheCatalogue() throws Exception {
        try (SnapshotLab lab = SnapshotLab.open(folder);
                Connection connection = lab.connect()) {
            // When
            List<String> tables =
                    lab.query("SELECT table_name FROM information_schema.tables WHERE table_schema = 'catalog'"
                            + " AND table_type = 'BASE TABLE'");
            List<TableSchema> schemas = TableSchema.readAll(connection);

            // Then
            assertThat(tables)
                    .as("tables that are neither data nor operational")
                    .allMatch(
                            table -> SnapshotTables.DATA.contains(table) || SnapshotTables.OPERATIONAL.contains(table));
            assertThat(SnapshotTables.OPERATIONAL).doesNotContainAnyElementsOf(SnapshotTables.DATA);
            assertThat(schemas).extracting(TableSchema::table).contains("movies", "ratings");
        }
    }

    @Test
    void shouldWatchEveryDataTable() throws Exception {
        try (SnapshotLab lab = SnapshotLab.open(folder);
                Connection connection = lab.connect()) {
            for (String table : TableSchema.existing(connection)) {
                assertThat(TableVersions.state(connection, table).isWatched())
                        .as(table)
                        .isTrue();
            }
        }
    }
}
