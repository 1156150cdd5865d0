package io.marquee.workhorse.ingestion.quality;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A file that means harm, or was harmed, and what has to come of it.
 *
 * @param table movies or ratings
 */
record HostileFile(String name, String table, byte[] bytes, Outcome outcome) {

    static final String MOVIE_HEADER =
            "movie_id,title,year,genres,director,runtime_minutes,vote_average,vote_count,imdb_id,tmdb_id";
    static final String RATING_HEADER = "user_id,movie_id,rating,rated_at";

    /** What has to come of it. */
    sealed interface Outcome {}

    /** The file as a whole is refused, with an error that contains these texts. */
    record Refused(List<String> parts) implements Outcome {}

    /**
     * The file is read to its end.
     *
     * @param accepted ids of the movies, or {@code user:movie} of the ratings, that are in the catalogue afterwards
     * @param rejections {@code line|field|part of the reason} of each other record, in the order of the lines
     */
    record Read(List<String> accepted, List<String> rejections) implements Outcome {}

    static HostileFile refused(String name, String text, String... parts) {
        return refused(name, text.getBytes(StandardCharsets.UTF_8), parts);
    }

    static HostileFile refused(String name, byte[] bytes, String... parts) {
        return new HostileFile(name, "movies", bytes, new Refused(List.of(parts)));
    }

    /** A file with the header and three good movies, 1 to 3, and then these lines, the first of them line 5. */
    static HostileFile movies(String name, String lines, List<String> accepted, String... rejections) {
        return movies(name, lines, StandardCharsets.UTF_8, accepted, rejections);
    }

    static HostileFile movies(String name, String lines, Charset charset, List<String> accepted, String... rejections) {
        return new HostileFile(name, "movies", (goodMovies() + lines).getBytes(charset), read(accepted, rejections));
    }

    /** A file with the header and three good ratings of user 1, and then these lines, the first of them line 5. */
    static HostileFile ratings(String name, String lines, List<String> accepted, String... rejections) {
        String good = RATING_HEADER + "\n1,901,4,1000\n1,902,4.5,1001\n1,903,0.5,1002\n";
        List<String> all = new java.util.ArrayList<>(List.of("1:901", "1:902", "1:903"));
        all.addAll(accepted);
        return new HostileFile(
                name, "ratings", (good + lines).getBytes(StandardCharsets.UTF_8), new Read(all, List.of(rejections)));
    }

    static HostileFile whole(String name, byte[] bytes, List<String> accepted, String... rejections) {
        return new HostileFile(name, "movies", bytes, new Read(accepted, List.of(rejections)));
    }

    static String goodMovies() {
        return MOVIE_HEADER + "\n" + movie("1", "One") + movie("2", "Two") + movie("3", "Three");
    }

    static String movie(String id, String title) {
        return id + "," + title + ",1999,Drama,,100,7.5,10,,\n";
    }

    private static Read read(List<String> accepted, String... rejections) {
        List<String> all = new java.util.ArrayList<>(List.of("1", "2", "3"));
        all.addAll(accepted);
        return new Read(all, List.of(rejections));
    }

    @Override
    public String toString() {
        return name;
    }
}
