package io.marquee.workhorse.ingestion.csv;

import io.marquee.contract.problem.ProblemException;
import io.marquee.contract.problem.ProblemType;
import io.marquee.workhorse.ingestion.source.RecordReader;
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
        return new CsvRecordReader(CsvTable.open(file, required), fields);
    }
}
