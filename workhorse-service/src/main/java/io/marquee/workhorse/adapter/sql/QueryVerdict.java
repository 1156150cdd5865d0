package io.marquee.workhorse.adapter.sql;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What {@link ReadOnlyGuard} thinks of a query. */
sealed interface QueryVerdict {

    /**
     * It only reads.
     *
     * @param sql without the semicolon at its end
     * @param tables every table that it names, and every common table expression, as they stand in it
     */
    record ReadOnly(String sql, Set<TableName> tables) implements QueryVerdict {
        public ReadOnly {
            tables = Set.copyOf(tables);
        }
    }

    /**
     * A table as a query names it, without quotes.
     *
     * @param schema null when it is not qualified
     */
    record TableName(@Nullable String schema, String name) {}

    /**
     * It may do more than read, or cannot be understood.
     *
     * @param reason for the one who wrote it, with the position
     */
    record Refused(String reason) implements QueryVerdict {}
}
