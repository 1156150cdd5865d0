package io.marquee.workhorse.ingestion.load;

import io.marquee.workhorse.ingestion.source.RecordReader;
import io.marquee.workhorse.ingestion.source.SourceDataset;
import io.marquee.workhorse.ingestion.source.SourceRecord;
import io.marquee.workhorse.ingestion.source.SourceTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A data set that a test makes up: tables of rows. */
public record TestDataset(String source, List<SourceTable> tables) implements SourceDataset {

    /** A data set without tables yet. */
    public TestDataset(String source) {
        this(source, new ArrayList<>());
    }

    /** The same with one more table. */
    public TestDataset with(String target, List<String> columns, List<List<Object>> rows) {
        return with(new Table(target, target + ".test", columns, rows, true));
    }

    /** The same with one more table, whose rows come in another order when they are read again. */
    public TestDataset withQuery(String target, List<String> columns, List<List<Object>> rows) {
        return with(new Table(target, target + ".test", columns, rows, false));
    }

    private TestDataset with(SourceTable table) {
        List<SourceTable> more = new ArrayList<>(tables);
        more.add(table);
        return new TestDataset(source, more);
    }

    @Override
    public String origin() {
        return "test";
    }

    @Override
    public List<Path> rawFiles() {
        return List.of();
    }

    private record Table(
            String target, String name, List<String> columns, List<List<Object>> rows, boolean isRepeatable)
            implements SourceTable {

        @Override
        public long size() {
            return rows.size();
        }

        @Override
        public RecordReader open() {
            List<List<Object>> now = List.copyOf(rows);
            if (!isRepeatable) {
                Collections.reverse(rows);
            }
            return new Reader(columns.stream().map(RecordReader.Column::new).toList(), now);
        }
    }

    private static final class Reader implements RecordReader, SourceRecord {

        private final List<Column> columns;
        private final List<List<Object>> rows;
        private int next;

        Reader(List<Column> columns, List<List<Object>> rows) {
            this.columns = columns;
            this.rows = rows;
        }

        @Override
        public List<Column> columns() {
            return columns;
        }

        @Override
        public SourceRecord next() {
            return next++ < rows.size() ? this : null;
        }

        @Override
        public long position() {
            return next;
        }

        @Override
        public void close() {}

        @Override
        public long line() {
            return next;
        }

        @Override
        public String raw() {
            return rows.get(next - 1).toString();
        }

        @Override
        public Object value(int column) {
            return rows.get(next - 1).get(column);
        }

        @Override
        public String defect() {
            return null;
        }
    }
}
