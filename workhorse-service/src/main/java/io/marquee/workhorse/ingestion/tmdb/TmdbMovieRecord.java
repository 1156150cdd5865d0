package io.marquee.workhorse.ingestion.tmdb;

import com.fasterxml.jackson.databind.JsonNode;
import io.marquee.workhorse.ingestion.source.RecordReader.Column;
import io.marquee.workhorse.ingestion.source.SourceRecord;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A movie as TMDB describes it, in details or in a page. What TMDB sends in place of something it does not know (an empty
 * text, a running time of 0 minutes, an average of no votes) is null here.
 */
final class TmdbMovieRecord implements SourceRecord {

    static final List<Column> COLUMNS = List.of(
            new Column("tmdb_id", "id"),
            new Column("imdb_id"),
            new Column("title"),
            new Column("original_title"),
            new Column("release_date"),
            new Column("year", "release_date"),
            new Column("genres"),
            new Column("director", "credits.crew"),
            new Column("actors", "credits.cast"),
            new Column("runtime_minutes", "runtime"),
            new Column("original_language"),
            new Column("overview"),
            new Column("keywords"),
            new Column("poster_path"),
            new Column("popularity"),
            new Column("vote_average"),
            new Column("vote_count"),
            new Column("adult"));

    private static final int ACTORS = 10;

    private final long line;
    private final String raw;
    private final @Nullable Object[] values;

    private TmdbMovieRecord(long line, String raw, @Nullable Object[] values) {
        this.line = line;
        this.raw = raw;
        this.values = values;
    }

    static TmdbMovieRecord of(JsonNode movie, long line, String raw, MovieIndex index) {
        Object released = day(movie.path("release_date"));
        long votes = movie.path("vote_count").asLong(0);
        double runtime = movie.path("runtime").asDouble(0);
        String title = text(movie.path("title"));
        return new TmdbMovieRecord(line, raw, new @Nullable Object[] {
            movie.path("id").isIntegralNumber() ? movie.path("id").longValue() : null,
            text(movie.path("imdb_id")),
            title == null ? text(movie.path("original_title")) : title,
            text(movie.path("original_title")),
            released,
            released instanceof LocalDate day ? day.getYear() : null,
            genres(movie, index),
            director(movie),
            actors(movie),
            runtime == 0 ? null : runtime,
            text(movie.path("original_language")),
            text(movie.path("overview")),
            names(movie.path("keywords").path("keywords")),
            text(movie.path("poster_path")),
            number(movie.path("popularity")),
            votes == 0 ? null : number(movie.path("vote_average")),
            movie.path("vote_count").isIntegralNumber() ? votes : null,
            movie.path("adult").isBoolean() ? movie.path("adult").booleanValue() : null
        });
    }

    @Override
    public long line() {
        return line;
    }

    @Override
    public String raw() {
        return raw;
    }

    @Override
    public @Nullable Object value(int column) {
        return values[column];
    }

    @Override
    public @Nullable String defect() {
        return null;
    }

    private static @Nullable String text(JsonNode node) {
        String text = node.textValue();
        return text == null || text.isBlank() ? null : text;
    }

    private static @Nullable Double number(JsonNode node) {
        return node.isNumber() ? node.doubleValue() : null;
    }

    /** A day; text that is none is left for the schema to complain of. */
    private static @Nullable Object day(JsonNode node) {
        String text = text(node);
        if (text == null) {
            return null;
        }
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException e) {
            return text;
        }
    }

    /** By id where the list of genres knows it, so that they are in one language. */
    private static @Nullable List<String> genres(JsonNode movie, MovieIndex index) {
        JsonNode full = movie.path("genres");
        JsonNode ids = movie.path("genre_ids");
        List<String> names = new ArrayList<>();
        for (JsonNode genre : full) {
            String listed = index.genre(genre.path("id").intValue());
            add(names, listed == null ? text(genre.path("name")) : listed);
        }
        for (JsonNode id : ids) {
            add(names, index.genre(id.intValue()));
        }
        return full.isArray() || ids.isArray() ? names : null;
    }

    private static @Nullable String director(JsonNode movie) {
        for (JsonNode member : movie.path("credits").path("crew")) {
            if ("Director".equals(member.path("job").textValue())) {
                return text(member.path("name"));
            }
        }
        return null;
    }

    private static @Nullable List<String> actors(JsonNode movie) {
        JsonNode cast = movie.path("credits").path("cast");
        if (!cast.isArray()) {
            return null;
        }
        List<JsonNode> byOrder = new ArrayList<>();
        cast.forEach(byOrder::add);
        byOrder.sort(Comparator.comparingInt(actor -> actor.path("order").asInt(Integer.MAX_VALUE)));
        List<String> names = new ArrayList<>();
        byOrder.stream().limit(ACTORS).forEach(actor -> add(names, text(actor.path("name"))));
        return names;
    }

    private static @Nullable List<String> names(JsonNode list) {
        if (!list.isArray()) {
            return null;
        }
        List<String> names = new ArrayList<>();
        list.forEach(element -> add(names, text(element.path("name"))));
        return names;
    }

    private static void add(List<String> names, @Nullable String name) {
        if (name != null && !names.contains(name)) {
            names.add(name);
        }
    }
}
