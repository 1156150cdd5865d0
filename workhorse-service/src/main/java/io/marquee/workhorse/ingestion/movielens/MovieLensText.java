package io.marquee.workhorse.ingestion.movielens;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What MovieLens writes into its fields, taken apart. */
final class MovieLensText {

    private static final String NO_GENRES = "(no genres listed)";

    /** {@code Title (1995)}, and for series {@code Title (2006–2007)} or {@code Title (2006- )}. */
    private static final Pattern TITLE_WITH_YEAR =
            Pattern.compile("(.+?)\\s*\\((\\d{4})(?:\\s*[-–]\\s*(?:\\d{4})?)?\\)");

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
}
