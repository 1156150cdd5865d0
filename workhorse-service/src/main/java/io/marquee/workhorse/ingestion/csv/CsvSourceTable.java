package io.marquee.workhorse.ingestion.csv;

import io.marquee.contract.problem.ProblemException;
import io.marquee.contract.problem.ProblemType;
import io.marquee.workhorse.ingestion.source.RecordReader;
import io.marquee.workhorse.ingestion.source.SourceRecord;
import io.marquee.workhorse.ingestion.source.SourceTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A CSV file with a header as a table of a data set.
 *
 * @param required columns of the file that must be there
 * @param fields what is delivered of it
 */
public record CsvSourceTable(String target, Path file, List<String> required, List<Field> fields)
        implements SourceTable {

    /** Makes a value for the schema of a field of the file. */
    @FunctionalInterface
    public interface Reading {
        @Nullable
        Object value(String text);
    }

    /**
     * A column that is delivered.
     *
     * @param column in the schema
     * @param label in the file
     */
    public record Field(String column, String label, Reading reading) {

        /** A field that is delivered as it stands. */
        public Field(String column, String label) {
            this(column, label, text -> text);
        }
    }

    public CsvSourceTable {
        required = List.copyOf(required);
        fields = List.copyOf(fields);
    }

    /**
     * The table, after a look at its header.
     *
     * @throws ProblemException when the file cannot be read, or naming the column that is missing
     */
    public CsvSourceTable checked() {
        try (CsvTable opened = CsvTable.open(file, required)) {
            return this;
        } catch (IOException e) {
            throw new ProblemException(ProblemType.UNPROCESSABLE, file + " cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public String name() {
        return String.valueOf(file.getFileName());
    }

    @Override
    public long size() throws IOException {
        return Files.size(file);
    }

    @Override
    public RecordReader open() throws IOException {
        return new Reader(CsvTable.open(file, required), fields);
    }

    /** Shows row after row as the one record. */
    private static final class Reader implements RecordReader, SourceRecord {

        private final CsvTable table;
        private final List<Field> fields;
        private @Nullable CsvRow row;

        Reader(CsvTable table, List<Field> fields) {
            this.table = table;
            this.fields = fields;
        }

        @Override
        public List<Column> columns() {
            return fields.stream()
                    .map(field -> new Column(field.column(), field.label()))
                    .toList();
        }

        @Override
        public @Nullable SourceRecord next() throws IOException {
            row = table.next();
            return row == null ? null : this;
        }

        @Override
        public long position() {
            return table.bytesRead();
        }

        @Override
        public void close() throws IOException {
            table.close();
        }

        @Override
        public long line() {
            return current().line();
        }

        @Override
        public String raw() {
            return current().raw();
        }

        @Override
        public @Nullable Object value(int column) {
            Field field = fields.get(column);
            return field.reading().value(current().field(field.label()));
        }

        @Override
        public @Nullable String defect() {
            return current().problem();
        }

        private CsvRow current() {
            if (row == null) {
                throw new IllegalStateException("there is no record before the first or after the last one");
            }
            return row;
        }
    }
}
