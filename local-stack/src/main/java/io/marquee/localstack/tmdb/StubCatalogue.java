package io.marquee.localstack.tmdb;

import io.marquee.localstack.tmdb.StubMovie.Actor;
import io.marquee.localstack.tmdb.StubMovie.CrewMember;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** A made-up catalogue of movies: the same for the same seed. */
public final class StubCatalogue {

    /** Ids and English names of TMDB's genres. */
    public static final Map<Integer, String> GENRES = genres();

    private static final LocalDate NEWEST = LocalDate.of(2026, 6, 30);
    private static final int DAYS = 3 * 365;
    private static final int ADULT_EACH = 50;

    private final Map<Long, StubMovie> movies = new TreeMap<>();
    private final Map<Long, LocalDate> changes = new TreeMap<>();
    private final Map<String, List<StubMovie>> selections = new HashMap<>();

    private StubCatalogue() {}

    /** Makes up that many movies. */
    public static StubCatalogue generate(int count, long seed) {
        Random random = new Random(seed);
        StubCatalogue catalogue = new StubCatalogue();
        for (int i = 0; i < count; i++) {
            StubMovie movie = movie(i, random);
            catalogue.movies.put(movie.id(), movie);
        }
        return catalogue;
    }

    /** Every movie, by id. */
    public synchronized List<StubMovie> all() {
        return List.copyOf(movies.values());
    }

    /** One movie. */
    public synchronized Optional<StubMovie> find(long id) {
        return Optional.ofNullable(movies.get(id));
    }

    /** Takes a movie out; asked for, it is answered with 404. It is among the changes of that day. */
    public synchronized void delete(long id, LocalDate day) {
        movies.remove(id);
        selections.clear();
        changes.put(id, day);
    }

    /** Adds or replaces a movie; it is among the changes of that day. */
    public synchronized void put(StubMovie movie, LocalDate day) {
        movies.put(movie.id(), movie);
        selections.clear();
        changes.put(movie.id(), day);
    }

    /** Movies for everybody, the most popular first. */
    public synchronized List<StubMovie> popular() {
        return select(
                "popular",
                movie -> true,
                Comparator.comparingDouble(StubMovie::popularity).reversed());
    }

    /** Movies for everybody, the best first. */
    public synchronized List<StubMovie> topRated() {
        return select(
                "top rated",
                movie -> movie.voteCount() > 0,
                Comparator.comparingDouble(StubMovie::voteAverage).reversed());
    }

    /** Movies of the last three months before the newest. */
    public synchronized List<StubMovie> nowPlaying() {
        String from = NEWEST.minusMonths(3).toString();
        return select(
                "now playing",
                movie -> movie.releaseDate().compareTo(from) >= 0,
                Comparator.comparing(StubMovie::releaseDate).reversed());
    }

    /** Movies of a year, the most popular first. */
    public synchronized List<StubMovie> ofYear(int year) {
        return select(
                "of " + year,
                movie -> movie.releaseDate().startsWith(year + "-"),
                Comparator.comparingDouble(StubMovie::popularity).reversed());
    }

    /** Ids of what changed from {@code start} to {@code end}, both included. */
    public synchronized List<Long> changed(LocalDate start, LocalDate end) {
        return changes.entrySet().stream()
                .filter(change ->
                        !change.getValue().isBefore(start) && !change.getValue().isAfter(end))
                .map(Map.Entry::getKey)
                .toList();
    }

    private List<StubMovie> select(String name, Predicate<StubMovie> which, Comparator<StubMovie> order) {
        return selections.computeIfAbsent(name, _ -> movies.values().stream()
                .filter(movie -> !movie.adult())
                .filter(which)
                .sorted(order.thenComparing(StubMovie::id))
                .toList());
    }

    private static StubMovie movie(int index, Random random) {
        long id = 100 + 7L * index;
        boolean released = random.nextInt(12) != 0;
        boolean voted = random.nextInt(10) != 0;
        return new StubMovie(
                id,
                "Movie \"" + index + "\" & Sons",
                "영화 " + index,
                random.nextBoolean() ? "ko" : "en",
                random.nextInt(8) == 0 ? "" : "Something happens,\nthen number " + index + " ends: naïve — 끝.",
                released ? NEWEST.minusDays(random.nextInt(DAYS)).toString() : "",
                random.nextInt(9) == 0 ? 0 : 60 + random.nextInt(120),
                voted ? (10 + random.nextInt(90)) / 10.0 : 0.0,
                voted ? 1 + random.nextInt(20_000) : 0,
                random.nextInt(1_000_000) / 1000.0,
                index % ADULT_EACH == ADULT_EACH - 1,
                switch (random.nextInt(10)) {
                    case 0 -> null;
                    case 1 -> "";
                    default -> "tt%07d".formatted(9_000_000 - id);
                },
                random.nextInt(7) == 0 ? null : "/poster" + id + ".jpg",
                genres(random),
                cast(id, random),
                crew(id, random),
                IntStream.range(0, random.nextInt(4))
                        .mapToObj(i -> "keyword " + (index + i) % 40)
                        .toList());
    }

    private static List<Integer> genres(Random random) {
        List<Integer> ids = new ArrayList<>(GENRES.keySet());
        Collections.shuffle(ids, random);
        return List.copyOf(ids.subList(0, random.nextInt(4)));
    }

    private static List<Actor> cast(long movieId, Random random) {
        List<Actor> cast = new ArrayList<>();
        int size = random.nextInt(15);
        for (int i = 0; i < size; i++) {
            cast.add(new Actor(10_000 + movieId + i, "Actor " + (movieId + i), "Role " + i, i));
        }
        Collections.shuffle(cast, random);
        return cast;
    }

    private static List<CrewMember> crew(long movieId, Random random) {
        List<CrewMember> crew = new ArrayList<>();
        crew.add(new CrewMember(50_000 + movieId, "Producer " + movieId, "Production", "Producer"));
        int directors = random.nextInt(3);
        for (int i = 0; i < directors; i++) {
            crew.add(new CrewMember(60_000 + movieId + i, "Director " + (movieId + i), "Directing", "Director"));
        }
        return crew;
    }

    private static Map<Integer, String> genres() {
        Map<Integer, String> genres = new LinkedHashMap<>();
        genres.put(28, "Action");
        genres.put(12, "Adventure");
        genres.put(16, "Animation");
        genres.put(35, "Comedy");
        genres.put(80, "Crime");
        genres.put(99, "Documentary");
        genres.put(18, "Drama");
        genres.put(10751, "Family");
        genres.put(14, "Fantasy");
        genres.put(36, "History");
        genres.put(27, "Horror");
        genres.put(10402, "Music");
        genres.put(9648, "Mystery");
        genres.put(10749, "Romance");
        genres.put(878, "Science Fiction");
        genres.put(10770, "TV Movie");
        genres.put(53, "Thriller");
        genres.put(10752, "War");
        genres.put(37, "Western");
        return Collections.unmodifiableMap(genres);
    }
}
