package io.marquee.workhorse.ingestion.quality.quarantine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.marquee.workhorse.ingestion.schema.ColumnSchema;
import io.marquee.workhorse.ingestion.schema.TableSchema;
import io.marquee.workhorse.ingestion.source.RecordReader;
import io.marquee.workhorse.ingestion.source.SourceRecord;
import io.marquee.workhorse.ingestion.source.SourceTable;
import io.marquee.workhorse.platform.Database;
import io.quarkus.narayana.jta.QuarkusTransaction;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The quarantined rows of one table, with their corrections, as a table of a data set; the line of a record is its
 * {@code quarantine_id}. They are fetched in small batches on a connection of their own, since that of the load is busy
 * copying.
 */
final class ReplayRows implements SourceTable {

    private static final int BATCH = 500;
    private static final TypeReference<Map<String, Object>> FIELDS = new TypeReference<>() {};
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private final Database database;
    private final TableSchema table;
    private final long[] ids;
    private final Corrections corrections;

    ReplayRows(Database database, TableSchema table, long[] ids, Corrections corrections) {
        this.database = database;
        this.table = table;
        this.ids = ids;
        this.corrections = corrections;
    }

    @Override
    public String target() {
        return table.name();
    }

    @Override
    public String name() {
        return "quarantine";
    }

    @Override
    public long size() {
        return ids.length;
    }

    @Override
    public RecordReader open() {
        List<RecordReader.Column> columns = table.delivered().stream()
                .map(ColumnSchema::name)
                .map(RecordReader.Column::new)
                .toList();
        return new Reader(columns);
    }

    /** What is kept of an entry. */
    private record Kept(long id, String raw, @Nullable String fields) {}

    private final class Reader implements RecordReader {

        private final List<Column> columns;
        private Iterator<Kept> batch = List.<Kept>of().iterator();
        private long last;
        private long position;

        Reader(List<Column> columns) {
            this.columns = columns;
        }

        @Override
        public List<Column> columns() {
            return columns;
        }

        @Override
        public @Nullable SourceRecord next() {
            if (!batch.hasNext()) {
                batch = QuarkusTransaction.suspendingExisting()
                        .call(() -> database.query(
                                """
                                SELECT quarantine_id, raw, fields FROM catalog.quarantine
                                WHERE quarantine_id = ANY (?) AND quarantine_id > ?
                                ORDER BY quarantine_id LIMIT ?
                                """,
                                row -> new Kept(
                                        row.getLong("quarantine_id"), row.getString("raw"), row.getString("fields")),
                                ids,
                                last,
                                BATCH))
                        .iterator();
            }
            if (!batch.hasNext()) {
                return null;
            }
            Kept kept = batch.next();
            last = kept.id();
            position++;
            return new Replayed(columns, kept.id(), kept.raw(), values(kept));
        }

        private Map<String, @Nullable Object> values(Kept kept) {
            try {
                Map<String, @Nullable Object> values =
                        kept.fields() == null ? new HashMap<>() : JSON.readValue(kept.fields(), FIELDS);
                values.putAll(corrections.of(kept.id()));
                return values;
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("the values of quarantine_id " + kept.id() + " cannot be read", e);
            }
        }

        @Override
        public long position() {
            return position;
        }

        @Override
        public void close() {
            // Each batch gives its connection back.
        }
    }

    /** An entry as a record. */
    private record Replayed(
            List<RecordReader.Column> columns, long line, String raw, Map<String, @Nullable Object> values)
            implements SourceRecord {

        @Override
        public @Nullable Object value(int column) {
            Object value = values.get(columns.get(column).name());
            return switch (value) {
                case Integer number -> number.longValue();
                // Too large for any column, which the schema says best of a text.
                case BigInteger number -> number.toString();
                case null -> null;
                default -> value;
            };
        }

        @Override
        public @Nullable String defect() {
            return null;
        }
    }
}
