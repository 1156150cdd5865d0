package io.marquee.workhorse.ingestion.imdb;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Which lines of {@code title.basics} are delivered, decided on their bytes: those of the titles that are wanted, and those
 * that cannot be judged because something is wrong with them.
 */
final class TitleFilter {

    private final ImdbOptions options;
    private final byte[][] types;
    private final TitleColumns columns;
    private final TitleRatings ratings;
    private final @Nullable IdTable known;

    /**
     * A filter for the rows of one file.
     *
     * @param known the ids that the catalogue has; null when others are wanted too
     */
    TitleFilter(ImdbOptions options, TitleColumns columns, TitleRatings ratings, @Nullable IdTable known) {
        this.options = options;
        this.types = options.types().stream()
                .map(type -> type.getBytes(StandardCharsets.US_ASCII))
                .toArray(byte[][]::new);
        this.columns = columns;
        this.ratings = ratings;
        this.known = known;
    }

    boolean wants(TsvReader row) {
        if (row.tooLong() || !row.has(columns.type())) {
            return true;
        }
        return isOfType(row)
                && (row.defect() != null || isForEverybody(row) && isOfYears(row) && hasVotesAndIsKnown(row));
    }

    private boolean isOfType(TsvReader row) {
        int start = row.start(columns.type());
        int end = row.end(columns.type());
        for (byte[] type : types) {
            if (Arrays.equals(row.buffer(), start, end, type, 0, type.length)) {
                return true;
            }
        }
        return false;
    }

    private boolean isForEverybody(TsvReader row) {
        int start = row.start(columns.adult());
        boolean adult = row.end(columns.adult()) - start == 1 && row.buffer()[start] == '1';
        return !adult || options.adult();
    }

    private boolean isOfYears(TsvReader row) {
        if (options.yearFrom() == null && options.yearTo() == null) {
            return true;
        }
        if (row.isNull(columns.year())) {
            return false;
        }
        long year = row.number(columns.year());
        return year < 0
                || (options.yearFrom() == null || year >= options.yearFrom())
                        && (options.yearTo() == null || year <= options.yearTo());
    }

    private boolean hasVotesAndIsKnown(TsvReader row) {
        if (options.minVotes() == 0 && known == null) {
            return true;
        }
        long id = row.id(columns.id(), 't', 't');
        if (id < 0) {
            return true;
        }
        if (options.minVotes() > 0) {
            int rating = ratings.find(id);
            if (rating < 0 || ratings.votes(rating) < options.minVotes()) {
                return false;
            }
        }
        return known == null || known.find(id) >= 0;
    }
}
