package io.marquee.workhorse.snapshot;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is different in {@code to}, seen from {@code from}.
 *
 * @param identical whether all tables hold the same data
 * @param tables those that differ
 */
public record SnapshotDiff(String from, String to, boolean identical, List<TableDiff> tables, FileDiff files) {

    /**
     * A table that differs. Rows are told apart by their key, and compared in the columns that both sides have.
     *
     * @param changedColumns for each column, in how many of the changed rows it differs
     * @param keyChanged whether the key itself is another, so that all rows count as removed and added
     * @param examples the first few of each kind
     */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record TableDiff(
            String table,
            long rowsFrom,
            long rowsTo,
            long added,
            long removed,
            long changed,
            Map<String, Long> changedColumns,
            List<String> columnsAdded,
            List<String> columnsRemoved,
            boolean keyChanged,
            List<RowChange> examples) {}

    /** What happened to a row. */
    public enum Kind {
        ADDED,
        REMOVED,
        CHANGED;

        @JsonValue
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * One row that differs.
     *
     * @param values of a changed row only the columns that differ, of others all that are known; long ones are cut
     */
    public record RowChange(Kind kind, Map<String, String> key, Map<String, Values> values) {}

    /** A value on both sides; absent means null, or no row. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Values(@Nullable String from, @Nullable String to) {}

    /** Archived files by key. */
    public record FileDiff(List<String> added, List<String> removed, List<String> changed) {}
}
