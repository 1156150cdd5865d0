package io.marquee.journey.sample;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import de.siegmar.fastcsv.writer.CsvWriter;
import io.marquee.cli.simulation.WatchLogSimulator;
import io.marquee.cli.simulation.WatchLogSimulator.Movie;
import io.marquee.cli.simulation.WatchLogSimulator.Parameters;
import io.marquee.cli.simulation.WatchLogSimulator.Watch;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;

/** The sample as a folder in the standard schema: the real movies, and ratings by simulated users. */
public final class SampleData {

    private static final String MOVIES = "/sample/movies.csv";

    /** Enough people with enough taste that a personal model can beat one that knows averages only. */
    private static final Parameters PARAMETERS = new Parameters(20_261_121, 1_000, 50);

    private static final double TASTE_STRENGTH = 1.4;

    /** After the newest movie of the sample. */
    private static final Instant FIRST_RATING = Instant.parse("2013-01-01T00:00:00Z");

    private static final Duration JOINING = Duration.ofDays(12 * 365);
    private static final Duration ACTIVE = Duration.ofDays(180);

    private SampleData() {}

    /** Writes {@code movies.csv} and {@code ratings.csv}; the same bytes each time. */
    public static void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        Path movies = folder.resolve("movies.csv");
        try (InputStream in = Objects.requireNonNull(SampleData.class.getResourceAsStream(MOVIES), MOVIES)) {
            Files.write(movies, in.readAllBytes());
        }
        List<Movie> rated = new ArrayList<>();
        Map<Long, List<String>> genres = new HashMap<>();
        readRated(movies, rated, genres);
        HiddenTastes tastes = new HiddenTastes(PARAMETERS.seed(), TASTE_STRENGTH, genres);
        List<Watch> log = new WatchLogSimulator(PARAMETERS, rated, tastes).simulate();
        writeRatings(folder.resolve("ratings.csv"), log);
    }

    /** Reads the movies that have a public rating; the others are in the catalogue, but nobody draws them. */
    private static void readRated(Path csv, List<Movie> movies, Map<Long, List<String>> genres) throws IOException {
        try (CsvReader<NamedCsvRecord> rows = CsvReader.builder().ofNamedCsvRecord(csv)) {
            for (NamedCsvRecord row : rows) {
                if (!row.getField("vote_average").isEmpty()) {
                    long id = Long.parseLong(row.getField("movie_id"));
                    movies.add(new Movie(
                            id,
                            Double.parseDouble(row.getField("vote_average")),
                            Double.parseDouble(row.getField("vote_count"))));
                    String text = row.getField("genres");
                    genres.put(id, text.isEmpty() ? List.of() : List.of(text.split("\\|")));
                }
            }
        }
    }

    /** Each user rates a movie once, at the first watching, at times that rise over half a year. */
    private static void writeRatings(Path csv, List<Watch> log) throws IOException {
        Random random = new Random(PARAMETERS.seed());
        Map<Long, Long> clocks = new HashMap<>();
        Set<List<Long>> rated = new HashSet<>();
        try (CsvWriter out = CsvWriter.builder().build(csv, StandardCharsets.UTF_8)) {
            out.writeRecord("user_id", "movie_id", "rating", "rated_at");
            for (Watch watch : log) {
                long clock = clocks.computeIfAbsent(
                        watch.userId(), user -> FIRST_RATING.getEpochSecond() + random.nextLong(JOINING.toSeconds()));
                clock += 60 + random.nextLong(2 * ACTIVE.toSeconds() / PARAMETERS.maxSelect());
                clocks.put(watch.userId(), clock);
                if (rated.add(List.of(watch.userId(), watch.movieId()))) {
                    out.writeRecord(
                            Long.toString(watch.userId()),
                            Long.toString(watch.movieId()),
                            Double.toString(WatchLogSimulator.stars(watch.watchSeconds())),
                            Long.toString(clock));
                }
            }
        }
    }
}
