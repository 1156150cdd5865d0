package io.marquee.workhorse.ingestion.imdb;

import io.marquee.workhorse.ingestion.source.RecordReader;
import io.marquee.workhorse.ingestion.source.SourceRecord;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The lines of {@code title.basics} that the filter lets through, as movies. */
final class TitleReader implements RecordReader {

    private final TsvReader rows;
    private final TitleFilter filter;
    private final TitleRecord movie;
    private final AtomicLong position;
    private final Runnable onClose;
    private long lastKey = -1;
    private boolean sorted = true;

    TitleReader(TsvReader rows, TitleFilter filter, TitleRecord movie, AtomicLong position, Runnable onClose) {
        this.rows = rows;
        this.filter = filter;
        this.movie = movie;
        this.position = position;
        this.onClose = onClose;
    }

    @Override
    public List<Column> columns() {
        return TitleRecord.COLUMNS;
    }

    @Override
    public @Nullable SourceRecord next() throws IOException {
        while (rows.next()) {
            if (filter.wants(rows)) {
                movie.read();
                follow(movie.id());
                return movie;
            }
        }
        return null;
    }

    @Override
    public boolean keysAreUnique() {
        return sorted;
    }

    /** Follows the order of the ids; a line without one is refused and counts for nothing. */
    private void follow(long id) {
        if (id >= 0) {
            long key = TitleIds.key(id);
            sorted &= key > lastKey;
            lastKey = key;
        }
    }

    @Override
    public long position() {
        return position.get();
    }

    @Override
    public void close() throws IOException {
        rows.close();
        onClose.run();
    }
}
