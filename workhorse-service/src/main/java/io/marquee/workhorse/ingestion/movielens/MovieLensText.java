package io.marquee.workhorse.ingestion.movielens;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What MovieLens writes into its fields, taken apart. */
final class MovieLensText {

    private static final String NO_GENRES = "(no genres listed)";

    /** {@code Title (1995)}, and for series {@code Title (2006–2007)} or {@code Title (2006- )}. */
    private static final Pattern TITLE_WITH_YEAR =
            Pattern.compile("(.+?)\\s*\\((\\d{4})(?:\\s*[-–]\\s*(?:\\d{4})?)?\\)");

    /** The flags of a line of {@code u.item}, in their order; the first says that the genre is not known. */
    static final List<String> GENRES_OF_100K = List.of(
            "unknown",
            "Action",
            "Adventure",
            "Animation",
            "Children's",
            "Comedy",
            "Crime",
            "Documentary",
            "Drama",
            "Fantasy",
            "Film-Noir",
            "Horror",
            "Musical",
            "Mystery",
            "Romance",
            "Sci-Fi",
            "Thriller",
            "War",
            "Western");

    private static final DateTimeFormatter DATE = new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .appendPattern("d-MMM-uuuu")
            .toFormatter(Locale.ENGLISH);

    private MovieLensText() {}

    /** The title without its year. */
    static String title(String text) {
        Matcher withYear = TITLE_WITH_YEAR.matcher(text);
        return withYear.matches() ? withYear.group(1) : text;
    }

    /** The year of a title; null when it has none. */
    static @Nullable Long year(String text) {
        Matcher withYear = TITLE_WITH_YEAR.matcher(text);
        return withYear.matches() ? Long.valueOf(withYear.group(2)) : null;
    }

    /** The genres, separated by {@code |}; empty when there are none. */
    static String genres(String text) {
        return text.equals(NO_GENRES) ? "" : text;
    }

    /** The usual form of an IMDb id; what is no number stays as it is, to be refused. */
    static String imdbId(String text) {
        return text.matches("\\d{1,10}") ? String.format("tt%07d", Long.parseLong(text)) : text;
    }

    /** A date such as {@code 01-Jan-1995}; null when there is none; what is no date stays as it is, to be refused. */
    static @Nullable Object date(String text) {
        try {
            return text.isEmpty() ? null : LocalDate.parse(text, DATE);
        } catch (DateTimeParseException e) {
            return text;
        }
    }

    /** The genres whose flag is 1, separated by {@code |}. */
    static String genresByFlags(List<String> flags) {
        StringBuilder genres = new StringBuilder();
        for (int i = 1; i < flags.size(); i++) {
            if (flags.get(i).equals("1")) {
                genres.append(genres.isEmpty() ? "" : "|").append(GENRES_OF_100K.get(i));
            }
        }
        return genres.toString();
    }
}
