package io.marquee.workhorse.ingestion.imdb;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Rating and votes by title, in arrays: about 20 MB for the 1.5 million titles that have them. */
final class TitleRatings implements SideTable {

    private final TitleIds titles = new TitleIds();
    private byte[] tenths = new byte[1 << 10];
    private int[] votes = new int[1 << 10];

    @Override
    public Taker start(TsvReader rows) {
        int title = rows.column("tconst");
        int rating = rows.column("averageRating");
        int count = rows.column("numVotes");
        return row -> take(row, title, rating, count);
    }

    private @Nullable String take(TsvReader row, int title, int rating, int count) {
        long id = row.id(title, 't', 't');
        if (id < 0) {
            return "must have a tconst like tt0114709, got: " + Shown.field(row, title);
        }
        long value = Digits.parseTenths(row.buffer(), row.start(rating), row.end(rating));
        if (value < 0 || value > 100) {
            return "must have an averageRating between 0.0 and 10.0, got: " + Shown.field(row, rating);
        }
        long number = row.number(count);
        if (number < 0 || number > Integer.MAX_VALUE) {
            return "must have a whole number of numVotes, got: " + Shown.field(row, count);
        }
        int ordinal = titles.add(id);
        if (ordinal < 0) {
            return "repeats the rating of " + row.text(title);
        }
        if (ordinal == votes.length) {
            tenths = Arrays.copyOf(tenths, ordinal * 2);
            votes = Arrays.copyOf(votes, ordinal * 2);
        }
        tenths[ordinal] = (byte) value;
        votes[ordinal] = (int) number;
        return null;
    }

    /** Where a title's rating is; -1 when it has none. */
    int find(long title) {
        return titles.find(title);
    }

    /** Average from 0 to 10. */
    double rating(int ordinal) {
        return tenths[ordinal] / 10.0;
    }

    int votes(int ordinal) {
        return votes[ordinal];
    }
}
