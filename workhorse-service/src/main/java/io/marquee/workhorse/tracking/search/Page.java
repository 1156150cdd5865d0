package io.marquee.workhorse.tracking.search;

import io.marquee.workhorse.tracking.store.Sql;
import io.marquee.workhorse.tracking.store.SqlText;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some of the found, in order.
 *
 * @param nextToken where the next page begins; null when there is nothing behind this one
 */
public record Page<T>(List<T> items, @Nullable String nextToken) {

    private record Placed<T>(T item, String token) {}

    /**
     * Runs a search.
     *
     * @param select everything up to and with the condition; its columns include those of {@code paging}
     * @param size most items of the page
     */
    public static <T> Page<T> of(
            Sql sql, Sql.RowReader<T> reader, SqlText select, Paging paging, @Nullable String token, int size) {
        SqlText query = new SqlText().add(select).add(paging.after(token)).add(paging.orderBy() + " LIMIT ?", size + 1);
        List<Placed<T>> rows = sql.list(row -> new Placed<>(reader.read(row), paging.tokenAt(row)), query);
        List<T> items = new ArrayList<>();
        rows.stream().limit(size).map(Placed::item).forEach(items::add);
        return new Page<>(items, rows.size() > size ? rows.get(size - 1).token() : null);
    }
}
