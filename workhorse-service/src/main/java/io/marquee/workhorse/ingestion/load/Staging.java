package io.marquee.workhorse.ingestion.load;

import io.marquee.workhorse.ingestion.quality.quarantine.KeptRecord;
import io.marquee.workhorse.ingestion.schema.CatalogueSchema;
import io.marquee.workhorse.ingestion.schema.ColumnSchema;
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
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
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
        KeyOrder order = new KeyOrder(table, judge);
        long part = table.add(source);
        int width = judge.columns().size();
        long read = 0;
        long rejected = 0;
        try (StagingCopy copy = new StagingCopy(connection, table.name())) {
            for (SourceRecord record = reader.next(); record != null; record = reader.next()) {
                read++;
                copy.add(part).add(record.line());
                if (judge.accepts(record)) {
                    copy.add(null).add(null).add(null);
                    if (table.hasOwnId()) {
                        copy.add(order.ownId());
                    }
                    @Nullable Object[] values = judge.values();
                    for (int i = 0; i < width; i++) {
                        copy.add(values[i]);
                    }
                    order.follow();
                } else {
                    rejected++;
                    copy.add(KeptRecord.of(reader.columns(), record).toJson())
                            .add(judge.field())
                            .add(judge.reason());
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
        if (!order.isAscending()) {
            table.unsorted();
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Follows the keys of accepted records; where they only ascend, none can be there twice. */
    private static final class KeyOrder {

        private final RowJudge judge;
        private final int[] positions;
        private final boolean hasOwnId;
        private final @Nullable Comparable<?>[] last;
        private boolean ascending = true;
        private boolean started;

        KeyOrder(StagingTable table, RowJudge judge) {
            this.judge = judge;
            this.hasOwnId = table.hasOwnId();
            List<Integer> found = new ArrayList<>();
            List<String> names =
                    judge.columns().stream().map(ColumnSchema::name).toList();
            table.key().forEach(column -> found.add(names.indexOf(column)));
            this.positions = found.stream().mapToInt(Integer::intValue).toArray();
            this.last = new Comparable<?>[positions.length];
            // A second part may repeat what the first one has.
            this.ascending = table.parts().isEmpty();
        }

        /** The id that the accepted movie would have if no other source told of it. */
        long ownId() {
            Object movieId = judge.value("movie_id");
            if (movieId != null) {
                return (Long) movieId;
            }
            Object tmdbId = judge.value("tmdb_id");
            return tmdbId != null
                    ? DerivedId.ofTmdb((Long) tmdbId)
                    : DerivedId.ofImdb(String.valueOf(judge.value("imdb_id")));
        }

        void follow() {
            if (!ascending) {
                return;
            }
            int compared = started ? 0 : 1;
            for (int i = 0; i < positions.length; i++) {
                Comparable<?> next = hasOwnId ? Long.valueOf(ownId()) : (Comparable<?>) judge.values()[positions[i]];
                if (compared == 0) {
                    compared = compare(next, last[i]);
                }
                last[i] = next;
            }
            started = true;
            ascending = compared > 0;
        }

        boolean isAscending() {
            return ascending;
        }

        @SuppressWarnings({"unchecked", "rawtypes"})
        private static int compare(@Nullable Comparable next, @Nullable Comparable before) {
            if (next == null || before == null) {
                return -1;
            }
            return next.compareTo(before);
        }
    }
}
