package io.marquee.workhorse.adapter;

import java.util.Iterator;
import java.util.List;
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Rows of a test. */
public final class ListRows implements Rows {

    private final List<Column> columns;
    private final Iterator<@Nullable Object[]> rows;

    private ListRows(List<Column> columns, Iterator<@Nullable Object[]> rows) {
        this.columns = columns;
        this.rows = rows;
    }

    public static ListRows of(List<Column> columns, List<@Nullable Object[]> rows) {
        return new ListRows(columns, rows.iterator());
    }

    /** That many rows, each made when it is asked for. */
    public static ListRows generated(List<Column> columns, long count, LongFunction<@Nullable Object[]> row) {
        return new ListRows(columns, LongStream.range(0, count).mapToObj(row).iterator());
    }

    @Override
    public List<Column> columns() {
        return columns;
    }

    @Override
    public @Nullable Object @Nullable [] next() {
        return rows.hasNext() ? rows.next() : null;
    }

    @Override
    public void close() {}
}
