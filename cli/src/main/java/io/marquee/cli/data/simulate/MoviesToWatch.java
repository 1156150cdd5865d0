package io.marquee.cli.data.simulate;

import com.fasterxml.jackson.databind.JsonNode;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.marquee.cli.client.HttpJson;
import io.marquee.cli.command.CommandFailedException;
import io.marquee.cli.output.Figures;
import io.marquee.cli.simulation.WatchLogSimulator.Movie;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The movies that simulated users choose from: those with a vote average. What has no popularity has 0. */
final class MoviesToWatch {

    /** The most that the service gives at a time. */
    private static final int PAGE = 500;

    private static final int NAMED = 5;

    private MoviesToWatch() {}

    /** Every movie of the catalogue that has a vote average, by id. */
    static List<Movie> ofCatalogue(HttpJson workhorse) {
        List<Movie> movies = new ArrayList<>();
        long after = Long.MIN_VALUE;
        while (true) {
            JsonNode page = workhorse
                    .get("/api/v1/movies?limit=" + PAGE + "&after=" + after)
                    .path("movies");
            for (JsonNode movie : page) {
                after = movie.path("movie_id").asLong();
                if (movie.path("vote_average").isNumber()) {
                    movies.add(new Movie(
                            after,
                            movie.path("vote_average").asDouble(),
                            movie.path("popularity").asDouble()));
                }
            }
            if (page.size() < PAGE) {
                return movies;
            }
        }
    }

    /**
     * The movies of a CSV file with the columns {@code movie_id}, {@code vote_average} and, if it likes, {@code popularity}.
     *
     * @throws CommandFailedException naming the line that cannot be read
     */
    static List<Movie> ofFile(Path csv) throws IOException {
        if (!Files.isReadable(csv)) {
            throw new CommandFailedException("--movies " + csv + " cannot be read");
        }
        List<Movie> movies = new ArrayList<>();
        try (CsvReader<NamedCsvRecord> rows = CsvReader.builder().ofNamedCsvRecord(csv)) {
            for (NamedCsvRecord row : rows) {
                String vote = field(csv, row, "vote_average");
                if (!vote.isEmpty()) {
                    String popularity = row.findField("popularity").orElse("");
                    movies.add(movie(
                            csv, row, field(csv, row, "movie_id"), vote, popularity.isEmpty() ? "0" : popularity));
                }
            }
        }
        return movies;
    }

    /**
     * Looks the movies up in the catalogue.
     *
     * @throws CommandFailedException naming those that are not there
     */
    static void refuseUnknown(HttpJson workhorse, List<Movie> movies) {
        List<Long> ids = movies.stream().map(Movie::id).distinct().toList();
        List<Long> unknown = new ArrayList<>();
        for (int from = 0; from < ids.size(); from += PAGE) {
            List<Long> some = ids.subList(from, Math.min(ids.size(), from + PAGE));
            String asked = some.stream().map(String::valueOf).collect(Collectors.joining(","));
            Set<Long> known = new HashSet<>();
            workhorse
                    .get("/api/v1/movies?ids=" + asked)
                    .path("movies")
                    .forEach(movie -> known.add(movie.path("movie_id").asLong()));
            some.stream().filter(id -> !known.contains(id)).forEach(unknown::add);
        }
        if (!unknown.isEmpty()) {
            String names = unknown.stream().limit(NAMED).map(String::valueOf).collect(Collectors.joining(", "));
            throw new CommandFailedException(Figures.count(unknown.size()) + " of " + Figures.count(ids.size(), "movie")
                    + " are not in the catalogue: " + names + (unknown.size() > NAMED ? ", …" : "")
                    + ". No event was sent. Load them first (./marquee ingest standard DIR), or leave --events out.");
        }
    }

    private static Movie movie(Path csv, NamedCsvRecord row, String id, String vote, String popularity) {
        try {
            return new Movie(Long.parseLong(id), Double.parseDouble(vote), Double.parseDouble(popularity));
        } catch (IllegalArgumentException e) {
            throw new CommandFailedException(csv + ", line " + row.getStartingLineNumber() + ": " + e.getMessage());
        }
    }

    private static String field(Path csv, NamedCsvRecord row, String name) {
        return row.findField(name)
                .orElseThrow(() -> new CommandFailedException(
                        csv + " has no column " + name + "; it has " + String.join(", ", row.getHeader())));
    }
}
