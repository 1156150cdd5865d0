package io.marquee.workhorse.ingestion.movielens;

import io.marquee.contract.problem.ProblemException;
import io.marquee.workhorse.ingestion.csv.CsvSourceTable.Field;
import io.marquee.workhorse.ingestion.csv.CsvTable;
import io.marquee.workhorse.ingestion.csv.LineReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The forms in which MovieLens has been published, told apart by the files that are there. Users' tags are not read: they are
 * opinions of single users, and the catalogue's keywords are those of a source that keeps them.
 */
enum ReleaseForm {
    /** latest-small, latest, 20M, 25M and 32M: {@code movies.csv}, {@code ratings.csv} and, if there, {@code links.csv}. */
    CSV("CSV", List.of("movies.csv", "ratings.csv")),
    /** {@code movies.dat}, {@code ratings.dat} and {@code users.dat} with {@code ::} between fields, Latin-1. */
    ML_1M("1M, fields separated by ::, Latin-1", List.of("movies.dat", "ratings.dat", "users.dat")),
    /** As 1M, but UTF-8 and without users. */
    ML_10M("10M, fields separated by ::, UTF-8", List.of("movies.dat", "ratings.dat")),
    /** {@code u.item} and {@code u.data}, Latin-1; its ids of movies are its own and not those of other releases. */
    ML_100K("100K, fields separated by tabs and bars, Latin-1", List.of("u.item", "u.data"));

    private static final List<String> RATING_COLUMNS = List.of("userId", "movieId", "rating", "timestamp");

    private static final List<Field> RATING_FIELDS = List.of(
            new Field("user_id", "userId"),
            new Field("movie_id", "movieId"),
            new Field("rating", "rating"),
            new Field("rated_at", "timestamp"));
    private static final List<String> MOVIE_COLUMNS = List.of("movieId", "title", "genres");
    private static final List<Field> MOVIE_FIELDS = List.of(
            new Field("movie_id", "movieId"),
            new Field("title", "title", MovieLensText::title),
            new Field("year", "title", MovieLensText::year),
            new Field("genres", "genres", MovieLensText::genres));

    private final String description;
    private final List<String> files;

    ReleaseForm(String description, List<String> files) {
        this.description = description;
        this.files = files;
    }

    /** What it is, for people. */
    String description() {
        return description;
    }

    /**
     * The form of those files.
     *
     * @throws ProblemException when they are no release
     */
    static ReleaseForm of(ReleaseFiles files) {
        for (ReleaseForm form : values()) {
            if (form.files.stream().allMatch(files::has)) {
                return form;
            }
        }
        // The first file of a form says which one was meant.
        for (ReleaseForm form : values()) {
            if (files.has(form.files.getFirst())) {
                String missing = form.files.stream()
                        .filter(name -> !files.has(name))
                        .findFirst()
                        .orElseThrow();
                throw ProblemException.invalid("path", files.origin(), "must hold " + missing);
            }
        }
        throw ProblemException.invalid(
                "path",
                files.origin(),
                "must hold movies.csv and ratings.csv, movies.dat and ratings.dat, or u.item and u.data");
    }

    /** The tables of those files, movies before links before ratings. */
    List<ReleaseTable> tables(ReleaseFiles files) {
        return switch (this) {
            case CSV -> csv(files);
            case ML_1M -> dat(files, StandardCharsets.ISO_8859_1);
            case ML_10M -> dat(files, StandardCharsets.UTF_8);
            case ML_100K ->
                List.of(
                        delimited(
                                "movies",
                                "u.item",
                                files,
                                StandardCharsets.ISO_8859_1,
                                "|",
                                5 + MovieLensText.GENRES_OF_100K.size(),
                                List.of("movieId", "title", "releaseDate", "genres"),
                                fields -> List.of(
                                        fields.get(0),
                                        fields.get(1),
                                        fields.get(2),
                                        MovieLensText.genresByFlags(fields.subList(5, fields.size()))),
                                List.of(
                                        new Field("movie_id", "movieId"),
                                        new Field("title", "title", MovieLensText::title),
                                        new Field("year", "title", MovieLensText::year),
                                        new Field("release_date", "releaseDate", MovieLensText::date),
                                        new Field("genres", "genres"))),
                        delimited(
                                "ratings",
                                "u.data",
                                files,
                                StandardCharsets.ISO_8859_1,
                                "\t",
                                RATING_COLUMNS.size(),
                                RATING_COLUMNS,
                                UnaryOperator.identity(),
                                RATING_FIELDS));
        };
    }

    private static List<ReleaseTable> csv(ReleaseFiles files) {
        List<ReleaseTable> tables = new ArrayList<>();
        tables.add(csv("movies", "movies.csv", files, MOVIE_COLUMNS, MOVIE_FIELDS));
        if (files.has("links.csv")) {
            tables.add(csv(
                    "links",
                    "links.csv",
                    files,
                    List.of("movieId", "imdbId", "tmdbId"),
                    List.of(
                            new Field("movie_id", "movieId"),
                            new Field("imdb_id", "imdbId", MovieLensText::imdbId),
                            new Field("tmdb_id", "tmdbId"))));
        }
        tables.add(csv("ratings", "ratings.csv", files, RATING_COLUMNS, RATING_FIELDS));
        return tables;
    }

    private static ReleaseTable csv(
            String target, String name, ReleaseFiles files, List<String> required, List<Field> fields) {
        return new ReleaseTable(target, name, files, in -> CsvTable.open(in, name, required), fields);
    }

    private static List<ReleaseTable> dat(ReleaseFiles files, Charset charset) {
        return List.of(
                delimited(
                        "movies",
                        "movies.dat",
                        files,
                        charset,
                        "::",
                        MOVIE_COLUMNS.size(),
                        MOVIE_COLUMNS,
                        UnaryOperator.identity(),
                        MOVIE_FIELDS),
                delimited(
                        "ratings",
                        "ratings.dat",
                        files,
                        charset,
                        "::",
                        RATING_COLUMNS.size(),
                        RATING_COLUMNS,
                        UnaryOperator.identity(),
                        RATING_FIELDS));
    }

    private static ReleaseTable delimited(
            String target,
            String name,
            ReleaseFiles files,
            Charset charset,
            String separator,
            int width,
            List<String> columns,
            UnaryOperator<List<String>> reading,
            List<Field> fields) {
        return new ReleaseTable(
                target,
                name,
                files,
                in -> new DelimitedRows(new LineReader(in, name, charset), separator, width, columns, reading),
                fields);
    }
}
