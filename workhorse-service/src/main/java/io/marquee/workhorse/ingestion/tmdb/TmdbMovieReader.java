package io.marquee.workhorse.ingestion.tmdb;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.marquee.workhorse.ingestion.crawl.ArchiveReader;
import io.marquee.workhorse.ingestion.crawl.ArchivedAnswer;
import io.marquee.workhorse.ingestion.source.RecordReader;
import io.marquee.workhorse.ingestion.source.SourceRecord;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Goes through archives and delivers each movie from the best place it is at; what cannot be read is delivered as a defect. */
final class TmdbMovieReader implements RecordReader {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** What cannot be read; it has no values. */
    private record Defective(long line, String raw, String defect) implements SourceRecord {
        @Override
        public @Nullable Object value(int column) {
            return null;
        }
    }

    private final ArchiveReader lines;
    private final MovieIndex index;
    private final Deque<SourceRecord> waiting = new ArrayDeque<>();

    TmdbMovieReader(ArchiveReader lines, MovieIndex index) {
        this.lines = lines;
        this.index = index;
    }

    @Override
    public List<Column> columns() {
        return TmdbMovieRecord.COLUMNS;
    }

    @Override
    public @Nullable SourceRecord next() throws IOException {
        while (waiting.isEmpty()) {
            ArchiveReader.Line line = lines.next();
            if (line == null) {
                return null;
            }
            take(line);
        }
        return waiting.removeFirst();
    }

    @Override
    public long position() {
        return lines.position();
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }

    private void take(ArchiveReader.Line line) {
        ArchivedAnswer answer = line.answer();
        if (answer == null) {
            waiting.add(new Defective(line.number(), line.text(), String.valueOf(line.defect())));
            return;
        }
        String body = answer.body();
        if (answer.status() != 200 || body == null) {
            return;
        }
        try {
            TmdbStep step = TmdbStep.parse(answer.step());
            if (step instanceof TmdbStep.Details movie) {
                if (index.isBest(movie.movieId(), line)) {
                    waiting.add(TmdbMovieRecord.of(JSON.readTree(body), line.number(), body, index));
                }
            } else if (step instanceof TmdbStep.Paged && !(step instanceof TmdbStep.ChangesPage)) {
                takePage(JSON.readTree(body), line);
            }
        } catch (JsonProcessingException e) {
            waiting.add(
                    new Defective(line.number(), line.text(), "the body is not sound JSON: " + e.getOriginalMessage()));
        } catch (IllegalArgumentException e) {
            waiting.add(new Defective(line.number(), line.text(), e.getMessage()));
        }
    }

    private void takePage(JsonNode page, ArchiveReader.Line line) {
        Set<Long> taken = new HashSet<>();
        for (JsonNode movie : page.path("results")) {
            long id = movie.path("id").longValue();
            if (index.isBest(id, line) && taken.add(id)) {
                waiting.add(TmdbMovieRecord.of(movie, line.number(), movie.toString(), index));
            }
        }
    }
}
