package io.marquee.workhorse.ingestion.load;

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
 * Puts a load's refused rows into quarantine. The text of a row is staged only when the row was refused at once; that of rows
 * that were refused by comparison is read from the source again, which costs less than staging the text of all.
 */
final class LoadQuarantine {

    private static final int MAX_RAW = 2000;
    private static final int BATCH = 5000;

    private record Refused(long line, @Nullable String raw, String field, String reason) {}

    private final Connection connection;
    private final String ingestionId;

    LoadQuarantine(Connection connection, String ingestionId) {
        this.connection = connection;
        this.ingestionId = ingestionId;
    }

    void keep(StagingTable table) throws SQLException, IOException {
        if (table.counts().rejected() == 0) {
            return;
        }
        for (int part = 0; part < table.parts().size(); part++) {
            SourceTable source = table.parts().get(part);
            if (lacksText(table, part)) {
                keepWithText(table, part, source);
            } else {
                Database.update(connection, """
                        INSERT INTO catalog.quarantine (ingestion_id, file, line, raw, field, reason)
                        SELECT ?, ?, line, left(raw, %d), field, reason FROM %s
                        WHERE part = ? AND reason IS NOT NULL ORDER BY line
                        """.formatted(MAX_RAW, table.name()), ingestionId, source.name(), part);
            }
        }
    }

    private boolean lacksText(StagingTable table, int part) throws SQLException {
        return Database.query(
                        connection,
                        "SELECT EXISTS (SELECT FROM " + table.name()
                                + " WHERE part = ? AND reason IS NOT NULL AND raw IS NULL)",
                        row -> row.getBoolean(1),
                        part)
                .getFirst();
    }

    private void keepWithText(StagingTable table, int part, SourceTable source) throws SQLException, IOException {
        try (RecordReader reader = source.open()) {
            List<Refused> batch = batch(table, part, Long.MIN_VALUE);
            while (!batch.isEmpty()) {
                try (StagingCopy copy = new StagingCopy(
                        connection, "catalog.quarantine (ingestion_id, file, line, raw, field, reason)")) {
                    for (Refused row : batch) {
                        String raw = row.raw() == null ? text(reader, row.line()) : row.raw();
                        copy.add(ingestionId)
                                .add(source.name())
                                .add(row.line())
                                .add(raw.length() <= MAX_RAW ? raw : raw.substring(0, MAX_RAW))
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
                "SELECT line, left(raw, ?) AS raw, field, reason FROM " + table.name()
                        + " WHERE part = ? AND reason IS NOT NULL AND line > ? ORDER BY line LIMIT " + BATCH,
                row -> new Refused(
                        row.getLong("line"), row.getString("raw"), row.getString("field"), row.getString("reason")),
                MAX_RAW,
                part,
                after);
    }

    private static String text(RecordReader reader, long line) throws IOException {
        for (SourceRecord record = reader.next(); record != null; record = reader.next()) {
            if (record.line() == line) {
                return record.raw();
            }
        }
        throw new IOException("line " + line + " was there when the data was read first and is gone now");
    }
}
