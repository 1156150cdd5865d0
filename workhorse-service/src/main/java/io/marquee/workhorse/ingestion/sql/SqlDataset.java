package io.marquee.workhorse.ingestion.sql;

import io.marquee.workhorse.adapter.sql.SqlAdapter;
import io.marquee.workhorse.ingestion.rows.ColumnMapping;
import io.marquee.workhorse.ingestion.rows.RowsReader;
import io.marquee.workhorse.ingestion.source.RecordReader;
import io.marquee.workhorse.ingestion.source.SourceDataset;
import io.marquee.workhorse.ingestion.source.SourceTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The result of a query as a data set of one table.
 *
 * @param query a table or SQL
 */
record SqlDataset(SqlAdapter adapter, ColumnMapping mapping, String query) implements SourceDataset {

    private static final int MAX_SHOWN = 200;

    @Override
    public String source() {
        return mapping.source();
    }

    @Override
    public String origin() {
        String oneLine = query.replaceAll("\\s+", " ");
        return adapter.origin() + ": "
                + (oneLine.length() <= MAX_SHOWN ? oneLine : oneLine.substring(0, MAX_SHOWN) + "…");
    }

    @Override
    public List<SourceTable> tables() {
        return List.of(new Result(this));
    }

    @Override
    public List<Path> rawFiles() {
        return List.of();
    }

    private record Result(SqlDataset dataset) implements SourceTable {

        @Override
        public String target() {
            return dataset.mapping().table().name();
        }

        @Override
        public String name() {
            return dataset.origin();
        }

        @Override
        public long size() {
            return 0;
        }

        /** A database may give its rows in another order the next time, and others may have written. */
        @Override
        public boolean isRepeatable() {
            return false;
        }

        @Override
        public RecordReader open() throws IOException {
            return new RowsReader(dataset.adapter().read(dataset.query()), dataset.mapping(), "the result");
        }
    }
}
