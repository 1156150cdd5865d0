package io.marquee.workhorse.ingestion.sql;

import io.marquee.contract.problem.ProblemException;
import io.marquee.workhorse.adapter.AdapterException;
import io.marquee.workhorse.adapter.Rows;
import io.marquee.workhorse.adapter.sql.SqlAdapter;
import io.marquee.workhorse.adapter.sql.SqlAdapters;
import io.marquee.workhorse.ingestion.rows.ColumnMapping;
import io.marquee.workhorse.ingestion.rows.RowsReader;
import io.marquee.workhorse.ingestion.schema.CatalogueSchema;
import io.marquee.workhorse.ingestion.source.DatasetOpener;
import io.marquee.workhorse.ingestion.source.IngestionRequest;
import io.marquee.workhorse.ingestion.source.SourceDataset;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A table or a query of a database. {@code source_uri} is the table's name or the SQL; the options are
 * {@code connection_uri}, or {@code connection} for one that is configured, {@code table} of the standard schema,
 * {@code columns} and {@code source_name}, see {@link ColumnMapping}.
 */
@ApplicationScoped
public class SqlOpener implements DatasetOpener {

    private final SqlAdapters adapters;
    private final CatalogueSchema schema;

    SqlOpener(SqlAdapters adapters, CatalogueSchema schema) {
        this.adapters = adapters;
        this.schema = schema;
    }

    @Override
    public String kind() {
        return "sql";
    }

    @Override
    public SourceDataset open(IngestionRequest request) {
        List<String> options = new ArrayList<>(ColumnMapping.OPTIONS);
        options.add("connection_uri");
        options.add("connection");
        request.refuseOtherOptions(options);
        ColumnMapping mapping = ColumnMapping.of(request, schema);
        String source = request.sourceUri();
        if (source == null || source.isBlank()) {
            throw ProblemException.invalid("source_uri", source, "must be a table or a query");
        }
        SqlDataset dataset = dataset(request, mapping, source);
        try (Rows rows = dataset.adapter().read(source)) {
            mapping.positions(RowsReader.names(rows), "the result");
            return dataset;
        } catch (IOException e) {
            throw AdapterException.problem("source_uri", e);
        }
    }

    private SqlDataset dataset(IngestionRequest request, ColumnMapping mapping, String source) {
        boolean named = request.options().containsKey("connection");
        if (named == request.options().containsKey("connection_uri")) {
            throw ProblemException.invalid(
                    "options.connection_uri", named ? "both" : null, "or options.connection is required, not both");
        }
        String field = named ? "connection" : "connection_uri";
        try {
            SqlAdapter adapter = adapters.open(String.valueOf(request.options().get(field)));
            return new SqlDataset(adapter, mapping, source.strip());
        } catch (AdapterException e) {
            throw AdapterException.problem("options." + field, e);
        }
    }
}
