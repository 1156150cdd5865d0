package io.marquee.workhorse.ingestion.load;

import io.marquee.workhorse.ingestion.quality.quarantine.KeptRecord;
import io.marquee.workhorse.ingestion.source.RecordReader;
import io.marquee.workhorse.ingestion.source.SourceRecord;
import io.marquee.workhorse.ingestion.source.SourceTable;
import io.marquee.workhorse.platform.Database;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Puts a load's refused rows into quarantine. What a row is made of is staged only when the row was refused at once; rows
 * that were refused by comparison are read from the source again, which costs less than staging all of them twice.
 */
final class LoadQuarantine {

    private static final int BATCH = 500;
    private static final String COLUMNS =
            "(ingestion_id, source, target, file, line, raw, raw_cut, fields, field, reason)";

    private record Refused(long line, @Nullable String kept, String field, String reason) {}

    private final Connection connection;
    private final String ingestionId;
    private final String source;

    LoadQuarantine(Connection connection, String ingestionId, String source) {
        this.connection = connection;
        this.ingestionId = ingestionId;
        this.source = source;
    }

    void keep(StagingTable table) throws SQLException, IOException {
        if (table.counts().rejected() == 0) {
            return;
        }
        for (int part = 0; part < table.parts().size(); part++) {
            SourceTable records = table.parts().get(part);
            if (lacksRecords(table, part)) {
                keepWithRecords(table, part, records);
            } else {
                Database.update(
                        connection,
                        """
                        INSERT INTO catalog.quarantine %s
                        SELECT ?, ?, ?, ?, line, kept ->> 'raw', (kept -> 'cut')::boolean, kept -> 'fields', field, reason
                        FROM (SELECT line, raw::jsonb AS kept, field, reason FROM %s
                              WHERE part = ? AND reason IS NOT NULL) refused
                        ORDER BY line
                        """.formatted(COLUMNS, table.name()),
                        ingestionId,
                        source,
                        table.schema().name(),
                        records.name(),
                        part);
            }
        }
    }

    private boolean lacksRecords(StagingTable table, int part) throws SQLException {
        return Database.query(
                        connection,
                        "SELECT EXISTS (SELECT FROM " + table.name()
                                + " WHERE part = ? AND reason IS NOT NULL AND raw IS NULL)",
                        row -> row.getBoolean(1),
                        part)
                .getFirst();
    }

    private void keepWithRecords(StagingTable table, int part, SourceTable records) throws SQLException, IOException {
        try (RecordReader reader = records.open()) {
            List<Refused> batch = batch(table, part, Long.MIN_VALUE);
            while (!batch.isEmpty()) {
                try (StagingCopy copy = new StagingCopy(connection, "catalog.quarantine " + COLUMNS)) {
                    for (Refused row : batch) {
                        KeptRecord kept = row.kept() == null ? read(reader, row.line()) : KeptRecord.parse(row.kept());
                        copy.add(ingestionId)
                                .add(source)
                                .add(table.schema().name())
                                .add(records.name())
                                .add(row.line())
                                .add(kept.raw())
                                .add(kept.cut())
                                .add(kept.fields())
                                .add(row.field())
                                .add(row.reason());
                        copy.endRow();
                    }
                    copy.finish();
                }
                batch = batch.size() < BATCH
                        ? List.of()
                        : batch(table, part, batch.getLast().line());
            }
        }
    }

    private List<Refused> batch(StagingTable table, int part, long after) throws SQLException {
        return Database.query(
                connection,
                "SELECT line, raw, field, reason FROM " + table.name()
                        + " WHERE part = ? AND reason IS NOT NULL AND line > ? ORDER BY line LIMIT " + BATCH,
                row -> new Refused(
                        row.getLong("line"), row.getString("raw"), row.getString("field"), row.getString("reason")),
                part,
                after);
    }

    private static KeptRecord read(RecordReader reader, long line) throws IOException {
        for (SourceRecord record = reader.next(); record != null; record = reader.next()) {
            if (record.line() == line) {
                return KeptRecord.of(reader.columns(), record);
            }
        }
        throw new IOException("line " + line + " was there when the data was read first and is gone now");
    }
}
