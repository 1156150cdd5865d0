package io.marquee.journey.scenario;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * The scenario that wears a champion out: a slate of new releases, and an audience with a taste that no past rating shows.
 *
 * <p>Half of the audience loves documentaries and cannot stand musicals, the other half the reverse, whoever made the film.
 * A model that has never seen the films can only guess the middle. One that has seen four fifths of the audience's ratings
 * can tell the two camps apart. Nothing here depends on the model: both versions are judged on the same ratings. Seeded, so
 * that two runs give the same slate, audience and stars.
 *
 * @param movies the slate, by id
 * @param visits who rates what, in order
 */
public record NewReleases(Map<Long, Movie> movies, List<Visit> visits) {

    /** A film of the slate. */
    public record Movie(String title, int year, List<String> genres, double runtimeMinutes) {}

    /** A user sees some movies, is told what the model expects, and then rates them. */
    public record Visit(long user, List<Long> movies, List<Double> stars) {}

    private static final String LOVED_BY_EVEN = "Documentary";
    private static final String LOVED_BY_ODD = "Musical";
    private static final List<String> SIDE_GENRES = List.of("Drama", "Comedy", "War", "Mystery");
    private static final List<String> FIRST = List.of(
            "Glass", "Northern", "Paper", "Silent", "Crimson", "Hollow", "Distant", "Velvet", "Broken", "Golden");
    private static final List<String> SECOND = List.of(
            "Harbor", "Orchard", "Meridian", "Lantern", "Parade", "Archive", "Atlas", "Cathedral", "Signal", "Season");

    /**
     * Makes the scenario.
     *
     * @param firstMovie id of the first new movie; the others follow
     * @param firstUser id of the first new user; the others follow
     * @param regulars known users who join the new audience
     * @param newUsers how many new users there are
     * @param slate how many new movies there are, at most 100
     * @param perVisit how many movies each user rates
     */
    public static NewReleases create(
            long firstMovie,
            long firstUser,
            List<Long> regulars,
            int newUsers,
            int slate,
            int perVisit,
            int year,
            long seed) {
        if (slate > FIRST.size() * SECOND.size() || perVisit > slate) {
            throw new IllegalArgumentException(
                    "a slate of " + slate + " cannot be made or shown " + perVisit + " at a time");
        }
        Random random = new Random(seed);
        Map<Long, Movie> movies = new TreeMap<>();
        for (int i = 0; i < slate; i++) {
            String title = "The " + FIRST.get(i % FIRST.size()) + " " + SECOND.get(i / FIRST.size());
            String main = i % 2 == 0 ? LOVED_BY_EVEN : LOVED_BY_ODD;
            String side = SIDE_GENRES.get(random.nextInt(SIDE_GENRES.size()));
            movies.put(firstMovie + i, new Movie(title, year + i % 2, List.of(main, side), 70 + random.nextInt(40)));
        }
        List<Long> audience = new ArrayList<>(regulars);
        for (int i = 0; i < newUsers; i++) {
            audience.add(firstUser + i);
        }
        List<Visit> visits = new ArrayList<>();
        for (int i = 0; i < audience.size(); i++) {
            List<Long> seen = new ArrayList<>(movies.keySet());
            Collections.shuffle(seen, random);
            seen = List.copyOf(seen.subList(0, perVisit));
            boolean even = i % 2 == 0;
            List<Double> stars = seen.stream()
                    .map(movie -> stars(movies.get(movie), even, random))
                    .toList();
            visits.add(new Visit(audience.get(i), seen, stars));
        }
        return new NewReleases(movies, List.copyOf(visits));
    }

    /** Writes the slate as {@code movies.csv} in the standard schema. */
    public void writeMovies(Path folder) throws IOException {
        Files.createDirectories(folder);
        try (CsvWriter csv = CsvWriter.builder().build(folder.resolve("movies.csv"))) {
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
            movies.forEach((id, movie) -> csv.writeRecord(
                    Long.toString(id),
                    movie.title(),
                    Integer.toString(movie.year()),
                    String.join("|", movie.genres()),
                    "",
                    Double.toString(movie.runtimeMinutes()),
                    "",
                    "",
                    "",
                    ""));
        }
    }

    /** Number of ratings that the audience gives. */
    public int ratings() {
        return visits.stream().mapToInt(visit -> visit.movies().size()).sum();
    }

    private static double stars(Movie movie, boolean even, Random random) {
        boolean documentary = movie.genres().getFirst().equals(LOVED_BY_EVEN);
        double base = documentary == even ? 4.6 : 1.2;
        double noisy = base + 0.35 * random.nextGaussian();
        return Math.clamp(Math.round(noisy * 2) / 2.0, 0.5, 5.0);
    }
}
