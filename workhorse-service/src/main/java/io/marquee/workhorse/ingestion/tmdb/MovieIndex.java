package io.marquee.workhorse.ingestion.tmdb;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.marquee.workhorse.ingestion.crawl.ArchiveReader;
import io.marquee.workhorse.ingestion.crawl.ArchivedAnswer;
import io.marquee.workhorse.ingestion.crawl.CrawlArchives;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where in archives the best record of each movie is, and what the genres are called; found by going through them once. */
final class MovieIndex {

    /** Details are better than a page, then the newer answer is better. Takes about 100 bytes for each movie. */
    private record Place(int part, long line, boolean details, long fetchedMillis) {

        boolean beats(Place other) {
            return details != other.details ? details : fetchedMillis > other.fetchedMillis;
        }
    }

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Map<Long, Place> places = new HashMap<>();
    private final Map<Integer, String> genres = new HashMap<>();
    private Instant genresAt = Instant.MIN;

    private MovieIndex() {}

    static MovieIndex of(CrawlArchives archives, List<CrawlArchives.Part> parts) throws IOException {
        MovieIndex index = new MovieIndex();
        try (ArchiveReader reader = new ArchiveReader(archives, parts)) {
            for (ArchiveReader.Line line = reader.next(); line != null; line = reader.next()) {
                ArchivedAnswer answer = line.answer();
                if (answer != null && answer.status() == 200 && answer.body() != null) {
                    index.add(line, answer);
                }
            }
        }
        return index;
    }

    /** Whether the movie is to be taken from that line. */
    boolean isBest(long movieId, ArchiveReader.Line line) {
        Place place = places.get(movieId);
        return place != null && place.part() == line.part() && place.line() == line.number();
    }

    /** The genre's name; null when no list of genres was archived with it. */
    @Nullable
    String genre(int id) {
        return genres.get(id);
    }

    private void add(ArchiveReader.Line line, ArchivedAnswer answer) {
        try {
            switch (TmdbStep.parse(answer.step())) {
                case TmdbStep.Details movie -> offer(movie.movieId(), line, answer, true);
                case TmdbStep.ChangesPage _ -> {}
                case TmdbStep.Paged _ ->
                    JSON.readTree(answer.body())
                            .path("results")
                            .forEach(movie -> offer(movie.path("id").longValue(), line, answer, false));
                case TmdbStep.Genres _ -> addGenres(JSON.readTree(answer.body()), answer.fetchedAt());
            }
        } catch (JsonProcessingException | IllegalArgumentException e) {
            // The reader comes upon the same line and delivers it as a defect.
            return;
        }
    }

    private void offer(long movieId, ArchiveReader.Line line, ArchivedAnswer answer, boolean details) {
        Place place = new Place(
                line.part(), line.number(), details, answer.fetchedAt().toEpochMilli());
        places.merge(movieId, place, (known, other) -> other.beats(known) ? other : known);
    }

    private void addGenres(JsonNode answer, Instant at) {
        boolean newer = at.isAfter(genresAt);
        for (JsonNode genre : answer.path("genres")) {
            String name = genre.path("name").textValue();
            if (name != null && (newer || !genres.containsKey(genre.path("id").intValue()))) {
                genres.put(genre.path("id").intValue(), name);
            }
        }
        genresAt = newer ? at : genresAt;
    }
}
