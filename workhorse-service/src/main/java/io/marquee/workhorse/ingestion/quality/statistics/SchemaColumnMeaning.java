package io.marquee.workhorse.ingestion.quality.statistics;

import io.marquee.workhorse.ingestion.schema.CatalogueSchema;
import io.marquee.workhorse.ingestion.schema.ColumnSchema;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the standard schema says of a column. */
@ApplicationScoped
class SchemaColumnMeaning implements ColumnMeaning {

    private final CatalogueSchema schema;

    SchemaColumnMeaning(CatalogueSchema schema) {
        this.schema = schema;
    }

    @Override
    public @Nullable String unit(DatasetRelation dataset, String column) {
        return find(dataset, column).map(ColumnSchema::unit).orElse(null);
    }

    @Override
    public @Nullable String description(DatasetRelation dataset, String column) {
        return find(dataset, column).map(ColumnSchema::description).orElse(null);
    }

    private Optional<ColumnSchema> find(DatasetRelation dataset, String column) {
        return Optional.ofNullable(dataset.schema()).flatMap(schema::find).flatMap(table -> table.column(column));
    }
}
