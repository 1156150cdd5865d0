package io.marquee.journey.crash;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** Movies and ratings in Marquee's own columns, the same each time. */
final class StandardFiles {

    private static final long NOON = 1_700_000_000;

    private StandardFiles() {}

    /** Writes {@code movies.csv} and {@code ratings.csv}; each user rates each movie at most once. */
    static void write(Path folder, int movies, int users, int ratingsEach) throws IOException {
        Files.createDirectories(folder);
        try (BufferedWriter out = Files.newBufferedWriter(folder.resolve("movies.csv"))) {
            out.write("movie_id,title,year,genres,director,runtime_minutes,vote_average,vote_count,imdb_id,tmdb_id\n");
            for (int movie = 1; movie <= movies; movie++) {
                out.write(movie + ",Film " + movie + "," + (1950 + movie % 70) + ",Drama|Comedy,,,,,,\n");
            }
        }
        Random random = new Random(11);
        try (BufferedWriter out = Files.newBufferedWriter(folder.resolve("ratings.csv"))) {
            out.write("user_id,movie_id,rating,rated_at\n");
            for (int user = 1; user <= users; user++) {
                int first = random.nextInt(movies);
                for (int i = 0; i < ratingsEach; i++) {
                    int movie = 1 + (first + i) % movies;
                    out.write(user + "," + movie + "," + (1 + random.nextInt(10)) / 2.0 + ","
                            + (NOON + 60L * i + random.nextInt(60)) + "\n");
                }
            }
        }
    }
}
