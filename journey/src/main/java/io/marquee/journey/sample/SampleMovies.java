package io.marquee.journey.sample;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Turns {@code movies.json} of the npm package vega-datasets into {@code movies.csv} of the standard schema. Run by hand when
 * the sample is to be made anew: {@code java … SampleMovies movies.json movies.csv}.
 *
 * <p>A movie without a title is left out. Ids count from 1 in the order of the source. Release years after 2012 are two-digit
 * years that the source put into the wrong century. Letters with accents are Windows-1252 bytes that the source read as
 * Mac OS Roman (it says {@code LÈon} for {@code Léon}); they are read again as what they are.
 */
public final class SampleMovies {

    private static final int LAST_PLAUSIBLE_YEAR = 2012;

    private static final Map<String, List<String>> GENRES = Map.ofEntries(
            Map.entry("Drama", List.of("Drama")),
            Map.entry("Comedy", List.of("Comedy")),
            Map.entry("Action", List.of("Action")),
            Map.entry("Adventure", List.of("Adventure")),
            Map.entry("Thriller/Suspense", List.of("Thriller")),
            Map.entry("Horror", List.of("Horror")),
            Map.entry("Romantic Comedy", List.of("Comedy", "Romance")),
            Map.entry("Musical", List.of("Musical")),
            Map.entry("Documentary", List.of("Documentary")),
            Map.entry("Western", List.of("Western")),
            Map.entry("Black Comedy", List.of("Comedy", "Crime")),
            Map.entry("Concert/Performance", List.of("Documentary", "Musical")));

    private static final Map<String, String> CREATIVE_TYPES = Map.of(
            "Fantasy", "Fantasy",
            "Science Fiction", "Sci-Fi",
            "Kids Fiction", "Children",
            "Super Hero", "Action");

    private static final Charset MAC_ROMAN = Charset.forName("x-MacRoman");
    private static final Charset WINDOWS = Charset.forName("windows-1252");

    private SampleMovies() {}

    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 2) {
            throw new IllegalArgumentException("usage: SampleMovies movies.json movies.csv");
        }
        JsonNode movies = new JsonMapper().readTree(Path.of(arguments[0]).toFile());
        try (CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(Path.of(arguments[1]))) {
            csv.writeRecord(
                    "movie_id",
                    "title",
                    "year",
                    "genres",
                    "director",
                    "runtime_minutes",
                    "vote_average",
                    "vote_count",
                    "imdb_id",
                    "tmdb_id");
            long id = 0;
            for (JsonNode movie : movies) {
                if (!movie.path("Title").isNull()) {
                    csv.writeRecord(row(++id, movie));
                }
            }
        }
    }

    static List<String> row(long id, JsonNode movie) {
        return List.of(
                Long.toString(id),
                repaired(movie.path("Title").asText().strip()),
                Integer.toString(year(movie.path("Release Date").asText())),
                String.join("|", genres(movie)),
                text(movie.path("Director")),
                text(movie.path("Running Time min")),
                text(movie.path("IMDB Rating")),
                text(movie.path("IMDB Votes")),
                "",
                "");
    }

    /** The year of a date such as {@code Jun 12 1998}. */
    static int year(String date) {
        int year = Integer.parseInt(date.substring(date.length() - 4));
        return year > LAST_PLAUSIBLE_YEAR ? year - 100 : year;
    }

    /** Text with its accents; text that cannot have been misread in that way stays as it is. */
    static String repaired(String text) {
        if (!MAC_ROMAN.newEncoder().canEncode(text)) {
            return text;
        }
        return new String(text.getBytes(MAC_ROMAN), WINDOWS);
    }

    private static List<String> genres(JsonNode movie) {
        Set<String> genres = new LinkedHashSet<>(
                GENRES.getOrDefault(movie.path("Major Genre").asText(), List.of()));
        String creativeType = CREATIVE_TYPES.get(movie.path("Creative Type").asText());
        if (creativeType != null) {
            genres.add(creativeType);
        }
        return new ArrayList<>(genres);
    }

    private static String text(JsonNode value) {
        return value.isNull() ? "" : repaired(value.asText().strip());
    }
}
