package io.marquee.workhorse.ingestion.load;

import io.marquee.workhorse.ingestion.schema.ColumnSchema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes from accepted values what tells records apart: the own id of a movie, else the columns of the key. */
final class RecordKey {

    private final boolean hasOwnId;
    private final int movieId;
    private final int tmdbId;
    private final int imdbId;
    private final int[] key;

    RecordKey(StagingTable table, List<ColumnSchema> columns) {
        List<String> names = columns.stream().map(ColumnSchema::name).toList();
        this.hasOwnId = table.hasOwnId();
        this.movieId = names.indexOf("movie_id");
        this.tmdbId = names.indexOf("tmdb_id");
        this.imdbId = names.indexOf("imdb_id");
        this.key = table.key().stream().mapToInt(names::indexOf).toArray();
    }

    /** How many parts a key has. */
    int length() {
        return key.length;
    }

    /** The id that the movie would have if no other record told of it. */
    long ownId(@Nullable Object[] values) {
        if (values[movieId] instanceof Long id) {
            return id;
        }
        return values[tmdbId] instanceof Long id
                ? DerivedId.ofTmdb(id)
                : DerivedId.ofImdb(String.valueOf(values[imdbId]));
    }

    /** A part of the key. */
    @Nullable
    Object part(@Nullable Object[] values, int index) {
        return hasOwnId ? (Object) ownId(values) : values[key[index]];
    }
}
