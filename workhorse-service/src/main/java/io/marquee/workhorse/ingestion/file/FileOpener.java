package io.marquee.workhorse.ingestion.file;

import io.marquee.contract.problem.ProblemException;
import io.marquee.contract.problem.ProblemType;
import io.marquee.workhorse.adapter.AdapterException;
import io.marquee.workhorse.adapter.file.DataFile;
import io.marquee.workhorse.adapter.file.DataFiles;
import io.marquee.workhorse.ingestion.rows.ColumnMapping;
import io.marquee.workhorse.ingestion.schema.CatalogueSchema;
import io.marquee.workhorse.ingestion.source.DatasetOpener;
import io.marquee.workhorse.ingestion.source.IngestionRequest;
import io.marquee.workhorse.ingestion.source.RecordReader;
import io.marquee.workhorse.ingestion.source.SourceDataset;
import io.marquee.workhorse.ingestion.source.SourceTable;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.List;

/**
 * Files by path, URI or pattern, see {@link DataFiles}: CSV, TSV, JSON Lines and Parquet, plain or packed. The options are
 * {@code table} of the standard schema, {@code columns} and {@code source_name} (see {@link ColumnMapping}), {@code format}
 * where the name does not tell it, {@code delimiter} and {@code encoding}.
 */
@ApplicationScoped
public class FileOpener implements DatasetOpener {

    private final DataFiles files;
    private final CatalogueSchema schema;

    FileOpener(DataFiles files, CatalogueSchema schema) {
        this.files = files;
        this.schema = schema;
    }

    @Override
    public String kind() {
        return "file";
    }

    @Override
    public SourceDataset open(IngestionRequest request) {
        FileRequest wanted = FileRequest.of(request, schema);
        FileDataset dataset = new FileDataset(wanted, find(wanted.uri()));
        for (DataFile file : dataset.files()) {
            requireFormat(wanted, file);
        }
        for (SourceTable table : dataset.tables()) {
            look(table);
        }
        return dataset;
    }

    private List<DataFile> find(String uri) {
        try {
            return files.find(uri);
        } catch (IOException e) {
            throw AdapterException.problem("source_uri", e);
        }
    }

    private static void requireFormat(FileRequest wanted, DataFile file) {
        try {
            wanted.options().formatOf(file.name());
        } catch (IllegalArgumentException e) {
            throw new ProblemException(ProblemType.INVALID_REQUEST, "'options.format': " + e.getMessage(), e);
        }
    }

    /** Opening finds out what is wrong with a file as such. */
    private static void look(SourceTable table) {
        try (RecordReader reader = table.open()) {
            reader.columns();
        } catch (IOException e) {
            throw new ProblemException(ProblemType.UNPROCESSABLE, String.valueOf(e.getMessage()), e);
        }
    }
}
