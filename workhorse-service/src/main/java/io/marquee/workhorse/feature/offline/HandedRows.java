package io.marquee.workhorse.feature.offline;

import io.marquee.workhorse.adapter.Column;
import io.marquee.workhorse.adapter.ColumnType;
import io.marquee.workhorse.adapter.Rows;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows of a request; what a column holds follows from its values. */
final class HandedRows implements Rows {

    private final List<Column> columns;
    private final Iterator<List<@Nullable Object>> rows;

    /**
     * Finds the columns' types.
     *
     * @throws IllegalArgumentException naming a column whose values are of different kinds
     */
    HandedRows(EntityFrame.Rows frame) {
        List<Column> found = new ArrayList<>();
        for (int i = 0; i < frame.columns().size(); i++) {
            ColumnType type = null;
            for (List<@Nullable Object> row : frame.rows()) {
                type = common(frame.columns().get(i), type, row.get(i));
            }
            found.add(new Column(frame.columns().get(i), type == null ? ColumnType.TEXT : type));
        }
        columns = List.copyOf(found);
        rows = frame.rows().iterator();
    }

    private static @Nullable ColumnType common(String column, @Nullable ColumnType before, @Nullable Object value) {
        if (value == null) {
            return before;
        }
        ColumnType type =
                switch (value) {
                    case String text -> ColumnType.TEXT;
                    case Boolean flag -> ColumnType.BOOLEAN;
                    case Integer number -> ColumnType.INTEGER;
                    case Long number -> ColumnType.INTEGER;
                    case Double number -> ColumnType.DOUBLE;
                    default ->
                        throw new IllegalArgumentException("entity frame: column '" + column
                                + "' must have numbers, texts, booleans or null, got: " + value);
                };
        if (before == null || before == type) {
            return type;
        }
        if (isNumber(before) && isNumber(type)) {
            return ColumnType.DOUBLE;
        }
        throw new IllegalArgumentException(
                "entity frame: column '" + column + "' must have values of one kind, got also: " + value);
    }

    private static boolean isNumber(ColumnType type) {
        return type == ColumnType.INTEGER || type == ColumnType.DOUBLE;
    }

    @Override
    public List<Column> columns() {
        return columns;
    }

    @Override
    public @Nullable Object @Nullable [] next() {
        if (!rows.hasNext()) {
            return null;
        }
        @Nullable Object[] row = rows.next().toArray();
        for (int i = 0; i < row.length; i++) {
            if (row[i] instanceof Number number) {
                row[i] =
                        columns.get(i).type() == ColumnType.DOUBLE ? (Object) number.doubleValue() : number.longValue();
            }
        }
        return row;
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
