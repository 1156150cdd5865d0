package io.marquee.journey.crash;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

/** A small world in IMDb's published files, the same each time. */
final class ImdbFiles {

    private static final String[] GENRES = {"Drama", "Comedy", "Crime,Drama", "Action,Adventure,Sci-Fi", "\\N"};

    private ImdbFiles() {}

    /** Writes {@code title.basics.tsv.gz} and {@code title.ratings.tsv.gz}: all movies, half of them rated. */
    static void write(Path folder, int titles) throws IOException {
        Files.createDirectories(folder);
        Random random = new Random(7);
        try (BufferedWriter basics = gzip(folder.resolve("title.basics.tsv.gz"));
                BufferedWriter ratings = gzip(folder.resolve("title.ratings.tsv.gz"))) {
            basics.write("tconst\ttitleType\tprimaryTitle\toriginalTitle\tisAdult\tstartYear\tendYear\truntimeMinutes"
                    + "\tgenres\n");
            ratings.write("tconst\taverageRating\tnumVotes\n");
            for (int title = 1; title <= titles; title++) {
                String id = String.format("tt%07d", title);
                basics.write(id + "\tmovie\tFilm " + title + "\tFilm " + title + "\t0\t" + (1950 + random.nextInt(70))
                        + "\t\\N\t" + (60 + random.nextInt(120)) + "\t" + GENRES[random.nextInt(GENRES.length)] + "\n");
                if (random.nextBoolean()) {
                    ratings.write(
                            id + "\t" + (10 + random.nextInt(90)) / 10.0 + "\t" + (5 + random.nextInt(100_000)) + "\n");
                }
            }
        }
    }

    private static BufferedWriter gzip(Path file) throws IOException {
        return new BufferedWriter(
                new OutputStreamWriter(new GZIPOutputStream(Files.newOutputStream(file)), StandardCharsets.UTF_8));
    }
}
