package io.marquee.workhorse.adapter;

import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Rows whose values are made to be what somebody expects of them, for sources that know fewer types. */
public final class TypedRows implements Rows {

    private final Rows rows;
    private final List<Column> columns;
    private final int[] positions;
    private long row;

    private TypedRows(Rows rows, List<Column> columns, int[] positions) {
        this.rows = rows;
        this.columns = columns;
        this.positions = positions;
    }

    /**
     * The rows with these columns only, in this order.
     *
     * @throws IllegalArgumentException naming a column that the rows do not have
     */
    public static Rows of(Rows rows, List<Column> columns) {
        if (rows.columns().isEmpty()) {
            // Lines of JSON name their columns themselves, so without lines there are none.
            return new TypedRows(rows, List.copyOf(columns), new int[columns.size()]);
        }
        List<String> names = rows.columns().stream().map(Column::name).toList();
        int[] positions = new int[columns.size()];
        for (int i = 0; i < positions.length; i++) {
            positions[i] = names.indexOf(columns.get(i).name());
            if (positions[i] < 0) {
                throw new IllegalArgumentException(
                        "there is no column '" + columns.get(i).name() + "', there are: "
                                + names.stream().collect(Collectors.joining(", ")));
            }
        }
        return new TypedRows(rows, List.copyOf(columns), positions);
    }

    /** The rows with their own columns and types, each value checked. */
    public static Rows checked(Rows rows) {
        return of(rows, rows.columns());
    }

    @Override
    public List<Column> columns() {
        return columns;
    }

    @Override
    public @Nullable Object @Nullable [] next() throws IOException {
        @Nullable Object[] source = rows.next();
        if (source == null) {
            return null;
        }
        row++;
        @Nullable Object[] values = new Object[positions.length];
        for (int i = 0; i < values.length; i++) {
            try {
                values[i] = ColumnValues.convert(
                        source[positions[i]], columns.get(i).type());
            } catch (IllegalArgumentException e) {
                throw new IOException(
                        "row " + row + ", column '" + columns.get(i).name() + "': " + e.getMessage(), e);
            }
        }
        return values;
    }

    @Override
    public void close() throws IOException {
        rows.close();
    }
}
