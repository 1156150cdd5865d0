package io.marquee.workhorse.ingestion.imdb;

import io.marquee.workhorse.ingestion.source.RecordReader;
import io.marquee.workhorse.ingestion.source.SourceRecord;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Goes through a table that only adds to the titles. Its good rows are remembered, the others are its records. */
final class SideReader implements RecordReader {

    /** A row that could not be used. */
    private record Refused(long line, String raw, String defect) implements SourceRecord {
        @Override
        public @Nullable Object value(int column) {
            return null;
        }
    }

    private final TsvReader rows;
    private final SideTable.Taker taker;
    private final boolean judging;
    private final AtomicLong position;
    private final Runnable onEnd;

    /**
     * A reader of those rows.
     *
     * @param judging whether rows that cannot be taken apart are refused; otherwise they are passed over
     */
    SideReader(TsvReader rows, SideTable.Taker taker, boolean judging, AtomicLong position, Runnable onEnd) {
        this.rows = rows;
        this.taker = taker;
        this.judging = judging;
        this.position = position;
        this.onEnd = onEnd;
    }

    @Override
    public List<Column> columns() {
        return TitleRecord.COLUMNS;
    }

    @Override
    public @Nullable SourceRecord next() throws IOException {
        while (rows.next()) {
            String defect = rows.defect();
            if (defect == null) {
                defect = taker.take(rows);
            }
            if (defect != null && judging) {
                return new Refused(rows.line(), rows.raw(), defect);
            }
        }
        onEnd.run();
        return null;
    }

    @Override
    public long position() {
        return position.get();
    }

    @Override
    public void close() throws IOException {
        rows.close();
    }
}
