package io.marquee.workhorse.ingestion.tmdb;

import io.marquee.localstack.tmdb.StubCatalogue;
import io.marquee.localstack.tmdb.StubMovie;
import io.marquee.workhorse.ingestion.source.RecordReader;
import io.marquee.workhorse.ingestion.source.SourceDataset;
import io.marquee.workhorse.ingestion.source.SourceRecord;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a crawl of the stub must lead to, worked out from its catalogue, and what a data set delivers, in the same form. */
final class ExpectedMovies {

    private ExpectedMovies() {}

    static Map<Long, Map<String, Object>> of(Iterable<StubMovie> movies) {
        Map<Long, Map<String, Object>> expected = new TreeMap<>();
        movies.forEach(movie -> expected.put(movie.id(), detailed(movie)));
        return expected;
    }

    /** Without what only details tell. */
    static Map<Long, Map<String, Object>> ofPages(Iterable<StubMovie> movies) {
        Map<Long, Map<String, Object>> expected = of(movies);
        expected.values().forEach(values -> {
            for (String column : List.of("imdb_id", "director", "actors", "runtime_minutes", "keywords")) {
                values.put(column, null);
            }
        });
        return expected;
    }

    static Map<Long, Map<String, Object>> read(SourceDataset dataset) throws IOException {
        Map<Long, Map<String, Object>> read = new TreeMap<>();
        try (RecordReader reader = dataset.tables().getFirst().open()) {
            for (SourceRecord record = reader.next(); record != null; record = reader.next()) {
                if (record.defect() != null) {
                    throw new IllegalStateException("line " + record.line() + ": " + record.defect());
                }
                Map<String, Object> values = new LinkedHashMap<>();
                for (int i = 0; i < reader.columns().size(); i++) {
                    values.put(reader.columns().get(i).name(), record.value(i));
                }
                if (read.put((Long) values.get("tmdb_id"), values) != null) {
                    throw new IllegalStateException("delivered twice: " + values);
                }
            }
        }
        return read;
    }

    private static Map<String, Object> detailed(StubMovie movie) {
        boolean released = !movie.releaseDate().isEmpty();
        List<StubMovie.Actor> cast = new ArrayList<>(movie.cast());
        cast.sort(Comparator.comparingInt(StubMovie.Actor::order));
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        values.put("tmdb_id", movie.id());
        values.put("imdb_id", movie.imdbId() == null || movie.imdbId().isEmpty() ? null : movie.imdbId());
        values.put("title", movie.koreanTitle());
        values.put("original_title", movie.title());
        values.put("release_date", released ? LocalDate.parse(movie.releaseDate()) : null);
        values.put("year", released ? LocalDate.parse(movie.releaseDate()).getYear() : null);
        values.put(
                "genres",
                movie.genreIds().stream().map(StubCatalogue.GENRES::get).toList());
        values.put(
                "director",
                movie.crew().stream()
                        .filter(member -> member.job().equals("Director"))
                        .map(StubMovie.CrewMember::name)
                        .findFirst()
                        .orElse(null));
        values.put("actors", cast.stream().limit(10).map(StubMovie.Actor::name).toList());
        values.put("runtime_minutes", movie.runtime() == 0 ? null : (double) movie.runtime());
        values.put("original_language", movie.originalLanguage());
        values.put("overview", movie.overview().isEmpty() ? null : movie.overview());
        values.put("keywords", movie.keywords());
        values.put("poster_path", movie.posterPath());
        values.put("popularity", movie.popularity());
        values.put("vote_average", movie.voteCount() == 0 ? null : movie.voteAverage());
        values.put("vote_count", movie.voteCount());
        values.put("adult", movie.adult());
        return values;
    }
}
