package io.marquee.workhorse.ingestion.schema;

import io.marquee.workhorse.ingestion.source.RecordReader;
import io.marquee.workhorse.ingestion.source.SourceRecord;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Judges the records of one reader by themselves: types, ranges, what must be there. One object judges one record after the
 * other; the verdict is good until the next one. The first thing that is wrong decides, in the order of the schema, and is
 * told with the column's name at the source.
 */
public final class RowJudge {

    private final TableSchema table;
    private final List<ColumnSchema> columns;
    private final ValueParser[] parsers;
    private final int[] positions;
    private final String[] labels;
    private final @Nullable Object[] values;
    private @Nullable String field;
    private @Nullable String reason;

    /**
     * A judge for a reader's columns.
     *
     * @throws IllegalArgumentException when the reader delivers a column that the table does not have, or one twice
     */
    public RowJudge(TableSchema table, List<RecordReader.Column> delivered, Clock clock) {
        this.table = table;
        this.columns = table.delivered();
        this.parsers = new ValueParser[columns.size()];
        this.positions = new int[columns.size()];
        this.labels = new String[columns.size()];
        this.values = new @Nullable Object[columns.size()];
        Instant now = clock.instant();
        for (int i = 0; i < parsers.length; i++) {
            parsers[i] = new ValueParser(columns.get(i), now);
            positions[i] = -1;
            labels[i] = columns.get(i).name();
        }
        for (int position = 0; position < delivered.size(); position++) {
            int index = index(delivered.get(position).name());
            if (positions[index] >= 0) {
                throw new IllegalArgumentException(
                        "column '" + columns.get(index).name() + "' is delivered twice");
            }
            positions[index] = position;
            labels[index] = delivered.get(position).label();
        }
    }

    /** What the values are of: the table's delivered columns. */
    public List<ColumnSchema> columns() {
        return columns;
    }

    /** What the source calls a column; its own name when the source does not deliver it. */
    public String label(String column) {
        return labels[index(column)];
    }

    /** Whether a record is good by itself; if so {@link #values} holds it, else {@link #field} and {@link #reason} say why. */
    public boolean accepts(SourceRecord record) {
        field = null;
        reason = null;
        String defect = record.defect();
        if (defect != null) {
            return reject("", "the row " + defect);
        }
        for (int i = 0; i < parsers.length; i++) {
            Object value;
            try {
                value = parsers[i].parse(positions[i] < 0 ? null : record.value(positions[i]));
            } catch (Rejection rejection) {
                return reject(labels[i], "'" + labels[i] + "' " + rejection.reason());
            }
            if (value == null && columns.get(i).nulls() == NullPolicy.REQUIRED) {
                return reject(labels[i], "'" + labels[i] + "' is required");
            }
            values[i] = value;
        }
        return hasIdentity() || reject(labels[index(firstIdentity())], "'" + label(firstIdentity()) + "' is required");
    }

    /** The typed values of the record that was accepted last, in the order of {@link #columns}. */
    public @Nullable Object[] values() {
        return values;
    }

    /** The accepted record's value of a column. */
    public @Nullable Object value(String column) {
        return values[index(column)];
    }

    /** The source's name of the column at fault, empty when it is the record as a whole. */
    public String field() {
        return field == null ? "" : field;
    }

    /** Why the record was refused, for people, with the bad value. */
    public String reason() {
        return reason == null ? "" : reason;
    }

    private boolean reject(String wrongField, String why) {
        field = wrongField;
        reason = why;
        return false;
    }

    private boolean hasIdentity() {
        if (table.identity().isEmpty()) {
            return true;
        }
        for (String column : table.identity()) {
            if (values[index(column)] != null) {
                return true;
            }
        }
        return false;
    }

    /** The identity that the source could have given, to name in the complaint. */
    private String firstIdentity() {
        return table.identity().stream()
                .filter(column -> positions[index(column)] >= 0)
                .findFirst()
                .orElse(table.identity().getFirst());
    }

    private int index(String column) {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).name().equals(column)) {
                return i;
            }
        }
        throw new IllegalArgumentException(
                "'" + column + "' is not a column of " + table.name() + " that is delivered");
    }
}
