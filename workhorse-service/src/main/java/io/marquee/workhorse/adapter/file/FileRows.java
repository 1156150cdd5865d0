package io.marquee.workhorse.adapter.file;

import io.marquee.workhorse.adapter.Column;
import io.marquee.workhorse.adapter.Rows;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows of files one after the other; all have the columns of the first. */
public final class FileRows implements Rows {

    private final FileOptions options;
    private final Deque<DataFile> waiting;
    private final List<Column> columns;
    private Rows current;

    private FileRows(FileOptions options, Deque<DataFile> waiting, Rows first) {
        this.options = options;
        this.waiting = waiting;
        this.current = first;
        this.columns = first.columns();
    }

    /**
     * Opens the first one.
     *
     * @throws IllegalArgumentException when the format of a file is not known
     */
    static FileRows of(List<DataFile> files, FileOptions options) throws IOException {
        files.forEach(file -> options.formatOf(file.name()));
        Deque<DataFile> waiting = new ArrayDeque<>(files);
        return new FileRows(options, waiting, open(waiting.removeFirst(), options));
    }

    /**
     * The rows of one file.
     *
     * @throws IllegalArgumentException when its format is not known
     */
    public static Rows open(DataFile file, FileOptions options) throws IOException {
        FileFormat format = options.formatOf(file.name());
        return switch (format) {
            case CSV, TSV -> DelimitedRows.open(file, options.delimiterOf(format), options);
            case JSONL -> JsonLinesRows.open(file, options);
            case PARQUET -> ParquetRows.open(file);
        };
    }

    @Override
    public List<Column> columns() {
        return columns;
    }

    @Override
    public @Nullable Object @Nullable [] next() throws IOException {
        @Nullable Object[] row = current.next();
        while (row == null && !waiting.isEmpty()) {
            current.close();
            DataFile file = waiting.removeFirst();
            current = open(file, options);
            if (!names(current.columns()).equals(names(columns))) {
                throw new IOException(file.origin() + " has the columns " + names(current.columns())
                        + ", the files before it have " + names(columns));
            }
            row = current.next();
        }
        return row;
    }

    @Override
    public void close() throws IOException {
        current.close();
    }

    private static List<String> names(List<Column> columns) {
        return columns.stream().map(Column::name).toList();
    }
}
