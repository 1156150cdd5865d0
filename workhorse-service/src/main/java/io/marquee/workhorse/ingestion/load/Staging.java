package io.marquee.workhorse.ingestion.load;

import io.marquee.workhorse.ingestion.quality.quarantine.KeptRecord;
import io.marquee.workhorse.ingestion.schema.CatalogueSchema;
import io.marquee.workhorse.ingestion.schema.RowJudge;
import io.marquee.workhorse.ingestion.schema.TableSchema;
import io.marquee.workhorse.ingestion.source.RecordReader;
import io.marquee.workhorse.ingestion.source.SourceDataset;
import io.marquee.workhorse.ingestion.source.SourceRecord;
import io.marquee.workhorse.ingestion.source.SourceTable;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Streams a data set into staging tables: accepted records with their values, the others as they came, with the reason. */
final class Staging {

    private static final int PROGRESS_ROWS = 1024;

    private final Connection connection;
    private final CatalogueSchema schema;
    private final Clock clock;
    private final Map<String, StagingTable> tables = new LinkedHashMap<>();

    Staging(Connection connection, CatalogueSchema schema, Clock clock) {
        this.connection = connection;
        this.schema = schema;
        this.clock = clock;
    }

    /** Reads everything once. */
    void stage(SourceDataset dataset, LoadProgress progress) throws SQLException, IOException {
        for (SourceTable source : dataset.tables()) {
            StagingTable table = tables.get(source.target());
            if (table == null) {
                table = create(schema.table(source.target()));
            }
            try (RecordReader reader = source.open()) {
                copy(table, source, reader, progress);
            }
            progress.tableFinished();
        }
        for (StagingTable table : tables.values()) {
            execute("ANALYZE " + table.name());
        }
    }

    Collection<StagingTable> tables() {
        return tables.values();
    }

    Optional<StagingTable> table(String name) {
        return Optional.ofNullable(tables.get(name));
    }

    private StagingTable create(TableSchema target) throws SQLException {
        if (target.delivered().isEmpty()) {
            throw new IllegalArgumentException("no source delivers the table '" + target.name() + "'");
        }
        StagingTable table = new StagingTable(target);
        execute(table.createSql());
        tables.put(target.name(), table);
        return table;
    }

    private void copy(StagingTable table, SourceTable source, RecordReader reader, LoadProgress progress)
            throws SQLException, IOException {
        RowJudge judge = new RowJudge(table.schema(), reader.columns(), clock);
        reader.columns().forEach(column -> table.label(column.name(), column.label()));
        RecordKey key = new RecordKey(table, judge.columns());
        long part = table.add(source);
        boolean first = table.counts().accepted() == 0;
        int width = judge.columns().size();
        long read = 0;
        long rejected = 0;
        try (StagingCopy copy = new StagingCopy(connection, table.name())) {
            for (SourceRecord record = reader.next(); record != null; record = reader.next()) {
                read++;
                copy.add(part).add(record.line());
                if (judge.accepts(record)) {
                    copy.add(source.isRepeatable() ? null : kept(reader, record))
                            .add(null)
                            .add(null);
                    @Nullable Object[] values = judge.values();
                    if (table.hasOwnId()) {
                        copy.add(key.ownId(values));
                    }
                    for (int i = 0; i < width; i++) {
                        copy.add(values[i]);
                    }
                    table.order().follow(key, values);
                } else {
                    rejected++;
                    copy.add(kept(reader, record)).add(judge.field()).add(judge.reason());
                    for (int i = table.hasOwnId() ? -1 : 0; i < width; i++) {
                        copy.add(null);
                    }
                }
                copy.endRow();
                if (read % PROGRESS_ROWS == 0) {
                    progress.at(reader.position());
                    progress.read(table.schema().name(), PROGRESS_ROWS, rejected);
                    table.counted(PROGRESS_ROWS, rejected);
                    rejected = 0;
                }
            }
            copy.finish();
        }
        progress.at(reader.position());
        progress.read(table.schema().name(), read % PROGRESS_ROWS, rejected);
        table.counted(read % PROGRESS_ROWS, rejected);
        if (first && table.hasOwnId() && reader.keysAreUnique()) {
            table.order().proved();
        }
    }

    private static String kept(RecordReader reader, SourceRecord record) {
        return KeptRecord.of(reader.columns(), record).toJson();
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
