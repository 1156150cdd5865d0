package io.marquee.workhorse.tracking.search;

import io.marquee.workhorse.tracking.store.Sql;
import io.marquee.workhorse.tracking.store.SqlText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Some of the found, in order.
 *
 * @param nextToken where the next page begins; null when there is nothing behind this one
 */
public record Page<T>(List<T> items, @Nullable String nextToken) {

    /**
     * A part of what is searched.
     *
     * @param select everything up to and with the condition; its columns include those of {@code paging}
     * @param paging the order within the part
     */
    public record Part(SqlText select, Paging paging) {}

    /** Runs a search. */
    public static <T> Page<T> of(
            Sql sql, Sql.RowReader<T> reader, SqlText select, Paging paging, @Nullable String token, int size) {
        return of(sql, reader, List.of(new Part(select, paging)), token, size);
    }

    /**
     * Runs a search in several parts, each of them only when those before it have not filled the page.
     *
     * @param parts in order: every row of a part comes before every row of the next; their tokens must mean the same
     * @param size most items of the page
     */
    public static <T> Page<T> of(Sql sql, Sql.RowReader<T> reader, List<Part> parts, @Nullable String token, int size) {
        List<T> items = new ArrayList<>();
        List<String> tokens = new ArrayList<>(1);
        for (Part part : parts) {
            Optional<SqlText> after = part.paging().after(token);
            if (after.isEmpty() || items.size() > size) {
                continue;
            }
            SqlText query = new SqlText()
                    .add(part.select())
                    .add(after.get())
                    .add(part.paging().orderBy() + " LIMIT ?", size + 1 - items.size());
            sql.each(
                    row -> {
                        items.add(reader.read(row));
                        if (items.size() == size) {
                            tokens.add(part.paging().tokenAt(row));
                        }
                    },
                    query);
        }
        return items.size() > size ? new Page<>(items.subList(0, size), tokens.getFirst()) : new Page<>(items, null);
    }
}
