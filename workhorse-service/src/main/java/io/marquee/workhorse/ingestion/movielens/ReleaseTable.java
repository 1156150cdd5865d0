package io.marquee.workhorse.ingestion.movielens;

import io.marquee.workhorse.ingestion.csv.CsvRecordReader;
import io.marquee.workhorse.ingestion.csv.CsvRows;
import io.marquee.workhorse.ingestion.csv.CsvSourceTable.Field;
import io.marquee.workhorse.ingestion.source.RecordReader;
import io.marquee.workhorse.ingestion.source.SourceTable;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** A file of a release as a table of a data set. */
record ReleaseTable(String target, String name, ReleaseFiles files, Shape shape, List<Field> fields)
        implements SourceTable {

    /** How the file is taken apart. */
    @FunctionalInterface
    interface Shape {
        CsvRows rows(InputStream in) throws IOException;
    }

    ReleaseTable {
        fields = List.copyOf(fields);
    }

    @Override
    public long size() throws IOException {
        return files.size(name);
    }

    @Override
    public RecordReader open() throws IOException {
        InputStream in = files.open(name);
        try {
            return new CsvRecordReader(shape.rows(in), fields);
        } catch (IOException | RuntimeException e) {
            in.close();
            throw e;
        }
    }
}
