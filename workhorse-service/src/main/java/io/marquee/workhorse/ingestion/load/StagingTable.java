package io.marquee.workhorse.ingestion.load;

import io.marquee.workhorse.ingestion.quality.RowCounts;
import io.marquee.workhorse.ingestion.quality.StagedTable;
import io.marquee.workhorse.ingestion.schema.ColumnSchema;
import io.marquee.workhorse.ingestion.schema.TableSchema;
import io.marquee.workhorse.ingestion.source.SourceTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The staging table of one table of the schema, and what is known of its rows. See {@link StagedTable} for its columns. */
final class StagingTable {

    /** The column of the id that a record would have if no other told of the same film. */
    static final String OWN_ID = "own_id";

    private final TableSchema schema;
    private final List<SourceTable> parts = new ArrayList<>();
    private final Map<String, String> labels = new HashMap<>();
    private final KeyOrder order = new KeyOrder();
    private long read;
    private long rejected;

    StagingTable(TableSchema schema) {
        this.schema = schema;
    }

    TableSchema schema() {
        return schema;
    }

    String name() {
        return "staging_" + schema.name();
    }

    boolean hasOwnId() {
        return !schema.identity().isEmpty();
    }

    /** What the table's rows are told apart by, in SQL. */
    List<String> key() {
        if (hasOwnId()) {
            return List.of(OWN_ID);
        }
        List<String> key = new ArrayList<>(schema.key());
        // Ratings of one movie by one user at different times follow each other and do not repeat each other.
        schema.columns().stream()
                .map(ColumnSchema::name)
                .filter("rated_at"::equals)
                .forEach(key::add);
        return key;
    }

    String createSql() {
        return "CREATE TEMP TABLE " + name() + " (part smallint, line bigint, raw text, field text, reason text, "
                + (hasOwnId() ? OWN_ID + " bigint, " : "")
                + schema.delivered().stream()
                        .map(column -> column.name() + " " + column.type().sql())
                        .collect(Collectors.joining(", "))
                + ") ON COMMIT DROP";
    }

    /** Takes up another source table; its number. */
    int add(SourceTable part) {
        parts.add(part);
        return parts.size() - 1;
    }

    List<SourceTable> parts() {
        return parts;
    }

    /** The parts' names, for people. */
    String partNames() {
        return parts.stream().map(SourceTable::name).collect(Collectors.joining(", "));
    }

    void label(String column, String label) {
        labels.put(column, label);
    }

    String label(String column) {
        return labels.getOrDefault(column, column);
    }

    void counted(long moreRead, long moreRejected) {
        read += moreRead;
        rejected += moreRejected;
    }

    /** The order in which its keys came. */
    KeyOrder order() {
        return order;
    }

    RowCounts counts() {
        return new RowCounts(read, read - rejected, rejected);
    }

    StagedTable staged() {
        return new StagedTable(
                schema, name(), parts.stream().map(SourceTable::name).toList(), labels, counts());
    }
}
