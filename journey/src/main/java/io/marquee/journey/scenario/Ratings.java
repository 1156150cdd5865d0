package io.marquee.journey.scenario;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The ratings and movies of a data folder, as the demo's traffic needs them.
 *
 * @param byUser each user's movies, oldest rating first
 * @param movies every movie id
 */
public record Ratings(Map<Long, List<Long>> byUser, Set<Long> movies) {

    private record Timed(long movie, String when) {}

    /**
     * Reads {@code ratings.csv} and {@code movies.csv} in MovieLens or in the standard schema.
     *
     * @throws IOException when a file cannot be read
     */
    public static Ratings read(Path folder) throws IOException {
        Map<Long, List<Timed>> timed = new HashMap<>();
        try (CsvReader<NamedCsvRecord> csv = open(folder.resolve("ratings.csv"))) {
            for (NamedCsvRecord row : csv) {
                timed.computeIfAbsent(Long.valueOf(field(row, "userId", "user_id")), user -> new ArrayList<>())
                        .add(new Timed(
                                Long.parseLong(field(row, "movieId", "movie_id")),
                                field(row, "timestamp", "rated_at")));
            }
        }
        Set<Long> movies = new HashSet<>();
        try (CsvReader<NamedCsvRecord> csv = open(folder.resolve("movies.csv"))) {
            for (NamedCsvRecord row : csv) {
                movies.add(Long.valueOf(field(row, "movieId", "movie_id")));
            }
        }
        Map<Long, List<Long>> byUser = new HashMap<>();
        timed.forEach((user, list) -> byUser.put(
                user,
                list.stream()
                        .sorted(Comparator.comparing(
                                Timed::when,
                                Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder())))
                        .map(Timed::movie)
                        .toList()));
        return new Ratings(byUser, movies);
    }

    /** The users, in the order of their ids. */
    public List<Long> users() {
        return byUser.keySet().stream().sorted().toList();
    }

    /** Number of ratings. */
    public int count() {
        return byUser.values().stream().mapToInt(List::size).sum();
    }

    /** A user with about as many ratings as half of the users have. */
    public long typicalUser() {
        List<Long> bySize = byUser.entrySet().stream()
                .sorted(Comparator.<Map.Entry<Long, List<Long>>>comparingInt(
                                entry -> entry.getValue().size())
                        .thenComparing(Map.Entry::getKey))
                .map(Map.Entry::getKey)
                .toList();
        return bySize.get(bySize.size() / 2);
    }

    private static CsvReader<NamedCsvRecord> open(Path file) throws IOException {
        if (!Files.isReadable(file)) {
            throw new IOException(file + " cannot be read");
        }
        return CsvReader.builder().ofNamedCsvRecord(file);
    }

    private static String field(NamedCsvRecord row, String movieLens, String standard) {
        return row.findField(movieLens).orElseGet(() -> row.getField(standard));
    }
}
