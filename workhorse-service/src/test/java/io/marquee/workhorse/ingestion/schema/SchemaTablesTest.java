package io.marquee.workhorse.ingestion.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.agroal.api.AgroalDataSource;
import io.marquee.localstack.testing.LocalStackResource;
import io.marquee.workhorse.ingestion.CatalogueTables;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The tables that the migrations make are those that the schema describes. */
@QuarkusTest
@WithTestResource(LocalStackResource.class)
class SchemaTablesTest {

    private static final Map<String, String> POSTGRESQL_NAMES = Map.of(
            "text[]", "ARRAY",
            "timestamptz", "timestamp with time zone");

    @Inject
    AgroalDataSource dataSource;

    @Inject
    CatalogueSchema schema;

    @Test
    void shouldHaveExactlyTheColumnsOfTheSchema() throws SQLException {
        CatalogueTables database = new CatalogueTables(dataSource);
        for (TableSchema table : schema.tables()) {
            if (table.storedIn() == null) {
                continue;
            }
            // Given
            List<String> described = table.columns().stream()
                    .map(column -> column.name() + "|"
                            + POSTGRESQL_NAMES.getOrDefault(
                                    column.type().sql(), column.type().sql()) + "|"
                            + (column.nulls().nullable() ? "YES" : "NO"))
                    .sorted()
                    .toList();

            // When
            String[] name = table.storedIn().split("\\.");
            List<String> made = database.rows(
                    "SELECT column_name, data_type, is_nullable FROM information_schema.columns WHERE table_schema = '"
                            + name[0] + "' AND table_name = '" + name[1] + "'");

            // Then
            assertThat(made.stream().sorted().toList()).as(table.storedIn()).isEqualTo(described);
            assertThat(database.only(
                            "SELECT string_agg(a.attname, ',' ORDER BY array_position(i.indkey::int2[], a.attnum))"
                                    + " FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)"
                                    + " WHERE i.indisprimary AND i.indrelid = '" + table.storedIn() + "'::regclass"))
                    .as("primary key of " + table.storedIn())
                    .isEqualTo(String.join(",", table.key()));
        }
    }
}
