package io.marquee.workhorse.ingestion.file;

import io.marquee.workhorse.adapter.file.Compression;
import io.marquee.workhorse.adapter.file.DataFile;
import io.marquee.workhorse.adapter.file.FileFormat;
import io.marquee.workhorse.adapter.file.FileRows;
import io.marquee.workhorse.ingestion.csv.CsvRecordReader;
import io.marquee.workhorse.ingestion.csv.CsvRow;
import io.marquee.workhorse.ingestion.csv.CsvRows;
import io.marquee.workhorse.ingestion.csv.CsvSourceTable;
import io.marquee.workhorse.ingestion.csv.CsvTable;
import io.marquee.workhorse.ingestion.csv.LineReader;
import io.marquee.workhorse.ingestion.rows.RowsReader;
import io.marquee.workhorse.ingestion.source.CountingStream;
import io.marquee.workhorse.ingestion.source.RecordReader;
import io.marquee.workhorse.ingestion.source.SourceTable;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One file. */
record FileTable(FileRequest request, DataFile file) implements SourceTable {

    @Override
    public String target() {
        return request.mapping().table().name();
    }

    @Override
    public String name() {
        return file.name();
    }

    /** Bytes as they are stored; 0 for Parquet, which is counted in rows that are not known before. */
    @Override
    public long size() throws IOException {
        return format() == FileFormat.PARQUET ? 0 : file.size();
    }

    @Override
    public RecordReader open() throws IOException {
        if (format() == FileFormat.PARQUET) {
            return new RowsReader(FileRows.open(file, request.options()), request.mapping(), name());
        }
        CountingStream stored = new CountingStream(file.openStored());
        try {
            InputStream text = Utf8Stream.of(unpacked(stored), request.options().encoding());
            return format() == FileFormat.JSONL
                    ? new JsonLinesReader(new LineReader(text, name()), stored::count, request.mapping(), name())
                    : delimited(text, stored);
        } catch (IOException | RuntimeException e) {
            stored.close();
            throw e;
        }
    }

    private RecordReader delimited(InputStream text, CountingStream stored) throws IOException {
        CsvTable table = CsvTable.open(text, name(), request.options().delimiterOf(format()), List.of());
        List<CsvSourceTable.Field> fields = request.mapping().positions(table.names(), name()).stream()
                .map(position -> new CsvSourceTable.Field(
                        position.column().name(), position.column().label()))
                .toList();
        return new CsvRecordReader(new StoredRows(table, stored), fields);
    }

    private InputStream unpacked(CountingStream stored) throws IOException {
        try {
            return Compression.ofName(name()).unpack(stored);
        } catch (IOException e) {
            throw new IOException(name() + " cannot be unpacked: " + e.getMessage(), e);
        }
    }

    private FileFormat format() {
        return request.options().formatOf(name());
    }

    /** Rows of a file that may be packed, so that what counts as read is what is stored. */
    private record StoredRows(CsvTable table, CountingStream stored) implements CsvRows {

        @Override
        public @Nullable CsvRow next() throws IOException {
            return table.next();
        }

        @Override
        public long bytesRead() {
            return stored.count();
        }

        @Override
        public void close() throws IOException {
            table.close();
        }
    }
}
