package io.marquee.workhorse.ingestion.tmdb;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One thing that TMDB is asked for; {@link #key()} says all of it and {@link #parse} reads it back. */
sealed interface TmdbStep {

    Pattern PAGE = Pattern.compile("(\\w+)\\?page=(\\d{1,4})");
    Pattern DISCOVER = Pattern.compile("discover\\?year=(\\d{4})&page=(\\d{1,4})");
    Pattern CHANGES = Pattern.compile("changes\\?start=([0-9-]{10})&end=([0-9-]{10})&page=(\\d{1,4})");
    Pattern MOVIE = Pattern.compile("movie/(\\d{1,18})");
    String GENRES = "genres";

    String key();

    /** A list that TMDB keeps. */
    enum MovieList {
        POPULAR("popular"),
        TOP_RATED("top_rated"),
        NOW_PLAYING("now_playing");

        private final String wireName;

        MovieList(String wireName) {
            this.wireName = wireName;
        }

        String wireName() {
            return wireName;
        }

        /**
         * The list of that name.
         *
         * @throws IllegalArgumentException when there is none
         */
        static MovieList fromWire(String name) {
            return Arrays.stream(values())
                    .filter(list -> list.wireName.equals(name))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("no list is called " + name));
        }
    }

    /** The names of genres. */
    record Genres() implements TmdbStep {
        @Override
        public String key() {
            return GENRES;
        }
    }

    /** A step whose answer is a page of movies or of changes. */
    sealed interface Paged extends TmdbStep {
        int page();

        /** The same list at another page. */
        Paged at(int page);
    }

    /** A page of a list. */
    record ListPage(MovieList list, int page) implements Paged {
        @Override
        public String key() {
            return list.wireName() + "?page=" + page;
        }

        @Override
        public ListPage at(int page) {
            return new ListPage(list, page);
        }
    }

    /** A page of the movies of a year, the most popular ones first. */
    record DiscoverPage(int year, int page) implements Paged {
        @Override
        public String key() {
            return "discover?year=" + year + "&page=" + page;
        }

        @Override
        public DiscoverPage at(int page) {
            return new DiscoverPage(year, page);
        }
    }

    /** A page of the movies that changed from {@code start} to {@code end}, both included. */
    record ChangesPage(LocalDate start, LocalDate end, int page) implements Paged {
        @Override
        public String key() {
            return "changes?start=" + start + "&end=" + end + "&page=" + page;
        }

        @Override
        public ChangesPage at(int page) {
            return new ChangesPage(start, end, page);
        }
    }

    /** A movie with its credits and keywords. */
    record Details(long movieId) implements TmdbStep {
        @Override
        public String key() {
            return "movie/" + movieId;
        }
    }

    /**
     * Reads a key.
     *
     * @throws IllegalArgumentException when it is none
     */
    static TmdbStep parse(String key) {
        if (key.equals(GENRES)) {
            return new Genres();
        }
        Matcher movie = MOVIE.matcher(key);
        if (movie.matches()) {
            return new Details(Long.parseLong(movie.group(1)));
        }
        Matcher discover = DISCOVER.matcher(key);
        if (discover.matches()) {
            return new DiscoverPage(Integer.parseInt(discover.group(1)), Integer.parseInt(discover.group(2)));
        }
        Matcher changes = CHANGES.matcher(key);
        if (changes.matches()) {
            return new ChangesPage(
                    LocalDate.parse(changes.group(1)),
                    LocalDate.parse(changes.group(2)),
                    Integer.parseInt(changes.group(3)));
        }
        Matcher page = PAGE.matcher(key);
        if (page.matches()) {
            return new ListPage(MovieList.fromWire(page.group(1)), Integer.parseInt(page.group(2)));
        }
        throw new IllegalArgumentException("not a step of a crawl of TMDB: " + key);
    }
}
