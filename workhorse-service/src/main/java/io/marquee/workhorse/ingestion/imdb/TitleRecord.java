package io.marquee.workhorse.ingestion.imdb;

import io.marquee.workhorse.ingestion.source.RecordReader.Column;
import io.marquee.workhorse.ingestion.source.SourceRecord;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The present line of {@code title.basics} as a movie, with what the other tables say of it. One object for all lines. */
final class TitleRecord implements SourceRecord {

    static final List<Column> COLUMNS = List.of(
            new Column("imdb_id", "tconst"),
            new Column("title", "primaryTitle"),
            new Column("original_title", "originalTitle"),
            new Column("year", "startYear"),
            new Column("runtime_minutes", "runtimeMinutes"),
            new Column("genres"),
            new Column("adult", "isAdult"),
            new Column("imdb_rating", "averageRating"),
            new Column("imdb_votes", "numVotes"),
            new Column("director", "directors"),
            new Column("actors", "principals"));

    private final TsvReader row;
    private final TitleColumns columns;
    private final TitleRatings ratings;
    private final @Nullable TitlePeople people;
    private final GenreLists genreLists = new GenreLists();
    private @Nullable String defect;
    private @Nullable String title;
    private @Nullable String originalTitle;
    private long id;
    private int rating;

    TitleRecord(TsvReader row, TitleColumns columns, TitleRatings ratings, @Nullable TitlePeople people) {
        this.row = row;
        this.columns = columns;
        this.ratings = ratings;
        this.people = people;
    }

    /** Takes what the reader is at now. */
    void read() {
        defect = row.defect();
        title = null;
        originalTitle = null;
        id = -1;
        rating = -1;
        if (defect == null) {
            title = text(columns.title());
            originalTitle = text(columns.originalTitle());
            id = row.id(columns.id(), 't', 't');
            rating = ratings.find(id);
        }
    }

    /** The number in the title's id; -1 when there is none. */
    long id() {
        return id;
    }

    @Override
    public long line() {
        return row.line();
    }

    @Override
    public String raw() {
        return row.raw();
    }

    @Override
    public @Nullable String defect() {
        return defect;
    }

    @Override
    public @Nullable Object value(int column) {
        return switch (column) {
            case 0 -> known(columns.id());
            case 1 -> title;
            case 2 -> originalTitle;
            case 3 -> number(columns.year());
            case 4 -> number(columns.runtimeMinutes());
            case 5 -> row.isNull(columns.genres()) ? null : genreLists.of(row, columns.genres());
            case 6 -> adult();
            case 7 -> rating < 0 ? null : (Object) ratings.rating(rating);
            case 8 -> rating < 0 ? null : (Object) ratings.votes(rating);
            case 9 -> people == null ? null : people.director(id);
            case 10 -> people == null ? null : people.actors(id);
            default -> throw new IllegalArgumentException("there is no column " + column);
        };
    }

    private @Nullable String known(int field) {
        return row.isNull(field) ? null : row.text(field);
    }

    /** A whole number; anything else as it stands, for the schema to say what is wrong with it. */
    private @Nullable Object number(int field) {
        if (row.isNull(field)) {
            return null;
        }
        long number = row.number(field);
        return number < 0 ? row.text(field) : (Object) number;
    }

    private @Nullable Object adult() {
        if (row.isNull(columns.adult())) {
            return null;
        }
        long flag = row.number(columns.adult());
        return flag == 0 || flag == 1 ? flag == 1 : (Object) row.text(columns.adult());
    }

    private @Nullable String text(int field) {
        String text = known(field);
        if (text != null && text.indexOf('\uFFFD') >= 0 && !isUtf8(field)) {
            defect = "is not valid UTF-8";
        }
        return text;
    }

    /** Tells a replacement character that stands in the file from one that decoding has put there. */
    private boolean isUtf8(int field) {
        try {
            int start = row.start(field);
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(row.buffer(), start, row.end(field) - start));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
