package io.marquee.workhorse.ingestion.quality;

import static io.marquee.workhorse.ingestion.quality.HostileFile.MOVIE_HEADER;
import static io.marquee.workhorse.ingestion.quality.HostileFile.goodMovies;
import static io.marquee.workhorse.ingestion.quality.HostileFile.movie;
import static io.marquee.workhorse.ingestion.quality.HostileFile.movies;
import static io.marquee.workhorse.ingestion.quality.HostileFile.ratings;
import static io.marquee.workhorse.ingestion.quality.HostileFile.refused;
import static io.marquee.workhorse.ingestion.quality.HostileFile.whole;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/** Every hostile file, made on the spot. */
final class HostileFiles {

    private static final List<String> NONE = List.of();

    private HostileFiles() {}

    static Stream<HostileFile> all() {
        return Stream.of(containers(), shapes(), quotes(), ids(), numbers(), times(), texts())
                .flatMap(files -> files);
    }

    /** The file is not CSV in UTF-8 at all. */
    private static Stream<HostileFile> containers() {
        String good = goodMovies();
        return Stream.of(
                refused("empty", "", "movies.csv is empty"),
                refused("only a byte order mark", "\uFEFF", "movies.csv is empty"),
                refused("only blank lines", "\n\n  \n", "movies.csv is empty"),
                refused("UTF-16, little end first", bom(good, "UTF-16LE", 0xFF, 0xFE), "movies.csv", "UTF-16"),
                refused("UTF-16, big end first", bom(good, "UTF-16BE", 0xFE, 0xFF), "movies.csv", "UTF-16"),
                refused("UTF-16 without a mark", good.getBytes(StandardCharsets.UTF_16LE), "movies.csv", "UTF-16"),
                refused("UTF-32", bom(good, "UTF-32BE", 0, 0, 0xFE, 0xFF), "movies.csv", "UTF-32"),
                refused("gzip under the name of CSV", gzip(good), "movies.csv", "gzip"),
                refused("zip", "PK\u0003\u0004" + good, "movies.csv", "zip"),
                refused("Parquet", "PAR1" + good, "movies.csv", "Parquet"),
                refused("JSON", "[{\"movie_id\":1,\"title\":\"One\"}]\n", "movies.csv", "JSON"),
                refused("JSON Lines", "{\"movie_id\":1,\"title\":\"One\"}\n", "movies.csv", "JSON"),
                refused("HTML page of a proxy", "<!DOCTYPE html><html>sign in</html>\n", "movies.csv", "HTML"),
                refused("nothing but NULs", "\0".repeat(5000), "movies.csv", "NUL"),
                refused("a line of 10 MB", good + "9,".repeat(5 << 20), "movies.csv: line 5 is longer than"),
                refused("a header of 10 MB", "movie_id,".repeat(10 << 17), "movies.csv: line 1 is longer than"),
                refused("lines that end in CR alone", good.replace('\n', '\r'), "movies.csv", "CR"));
    }

    private static Stream<HostileFile> shapes() {
        String good = goodMovies();
        return Stream.of(
                refused(
                        "nothing but a header",
                        MOVIE_HEADER + "\n",
                        "rule movies_any: 0 records were accepted, at least 1 are needed"),
                refused(
                        "more bad than good",
                        good + "x,,,,\n".repeat(4),
                        "rule movies_accepted: 42.86 % of the records were accepted, at least 50.00 % are needed"),
                refused("semicolons", good.replace(',', ';'), "movies.csv", "column 'movie_id' is missing", "';'"),
                refused("tabs", good.replace(',', '\t'), "movies.csv", "column 'movie_id' is missing", "tab"),
                refused("pipes", good.replace(',', '|'), "movies.csv", "column 'movie_id' is missing", "'|'"),
                refused(
                        "no header",
                        good.substring(good.indexOf('\n') + 1),
                        "movies.csv: column 'movie_id' is missing"),
                refused(
                        "a column twice",
                        good.replaceFirst("tmdb_id", "tmdb_id,title"),
                        "movies.csv: column 'title' is there twice"),
                refused("an unclosed quote in the header", "\"" + good, "movies.csv: the header cannot be read"),
                whole("a byte order mark", ("\uFEFF" + good).getBytes(StandardCharsets.UTF_8), List.of("1", "2", "3")),
                whole("CRLF", good.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8), List.of("1", "2", "3")),
                whole("no end of the last line", good.strip().getBytes(StandardCharsets.UTF_8), List.of("1", "2", "3")),
                movies("the header again in the middle", MOVIE_HEADER + "\n", NONE, "5|movie_id|whole number"),
                movies("too few fields", "4,Four\n", NONE, "5||has 2 fields, the header has 10"),
                movies("too many fields", movie("4", "Four,teen"), NONE, "5||has 11 fields, the header has 10"),
                movies("blank lines between", "\n \n\t\n" + movie("4", "Four"), List.of("4")),
                movies("a CR in the middle of a line", movie("4", "Fo\rur"), NONE, "5|title|control"),
                movies(
                        "Latin-1 amid UTF-8",
                        movie("4", "Caf\u00E9") + movie("5", "Five"),
                        StandardCharsets.ISO_8859_1,
                        List.of("5"),
                        "5||is not valid UTF-8"));
    }

    private static Stream<HostileFile> quotes() {
        return Stream.of(
                movies(
                        "a quote that never ends",
                        movie("4", "\"Four") + movie("5", "Five"),
                        List.of("5"),
                        "5||quoted field that does not end"),
                movies(
                        "a quote that never ends over many lines",
                        movie("4", "\"Four") + manyMovies(10, 50),
                        ids(10, 50),
                        "5||quoted field that does not end"),
                movies(
                        "a quote in the middle",
                        movie("4", "Four \"and\" more") + movie("5", "Five"),
                        List.of("4", "5")),
                movies(
                        "text after a closing quote",
                        movie("4", "\"Four\" more") + movie("5", "Five"),
                        List.of("5"),
                        "5||quote"),
                movies("a doubled quote", movie("4", "\"The \"\"Four\"\"\""), List.of("4")));
    }

    private static Stream<HostileFile> ids() {
        return Stream.of(
                movies("an id twice", movie("2", "Two again"), NONE, "5|movie_id|repeats line 3"),
                movies(
                        "an id twice in other words",
                        movie(" 2 ", "Two again") + movie("0002", "And again"),
                        NONE,
                        "5|movie_id|repeats line 3",
                        "6|movie_id|repeats line 3"),
                movies(
                        "no id",
                        movie("", "Nameless") + movie("   ", "Blank"),
                        NONE,
                        "5|movie_id|required",
                        "6|movie_id|required"),
                movies(
                        "id zero and below",
                        movie("0", "Zero") + movie("-4", "Minus"),
                        NONE,
                        "5|movie_id|0",
                        "6|movie_id|-4"),
                movies(
                        "ids that overflow",
                        movie("9223372036854775808", "One too many") + movie("99999999999999999999999", "Far"),
                        NONE,
                        "5|movie_id|9223372036854775808",
                        "6|movie_id|99999999999999999999999"),
                movies(
                        "hexadecimal, scientific and fractional ids",
                        movie("0x10", "Hex") + movie("1e3", "Science") + movie("4.0", "Fraction"),
                        NONE,
                        "5|movie_id|0x10",
                        "6|movie_id|1e3",
                        "7|movie_id|4.0"),
                movies("a leading plus", movie("+4", "Plus"), NONE, "5|movie_id|+4"),
                movies("digits of other scripts", movie("\u0664", "Arabic four"), NONE, "5|movie_id|\u0664"),
                movies("thousands separators", movie("\"1,234\"", "Thousands"), NONE, "5|movie_id|1,234"),
                movies("a NUL in an id", movie("4\0", "NUL"), NONE, "5|movie_id|whole number"),
                ratings("a movie that is not there", "1,999,4,1003\n", NONE, "5|movie_id|999"));
    }

    private static Stream<HostileFile> numbers() {
        return Stream.of(
                movies(
                        "votes below zero",
                        "4,Four,1999,Drama,,100,7.5,-1,,\n5,Five,1999,Drama,,100,-0.1,10,,\n",
                        NONE,
                        "5|vote_count|-1",
                        "6|vote_average|-0.1"),
                ratings(
                        "NaN and infinity",
                        "2,901,NaN,1000\n3,901,Infinity,1000\n4,901,-Infinity,1000\n",
                        NONE,
                        "5|rating|NaN",
                        "6|rating|Infinity",
                        "7|rating|-Infinity"),
                ratings(
                        "numbers past the end of double",
                        "2,901,1e400,1000\n3,901,-1e400,1000\n",
                        NONE,
                        "5|rating|1e400",
                        "6|rating|-1e400"),
                ratings(
                        "numbers as only Java writes them",
                        "2,901,4f,1000\n3,901,4d,1000\n4,901,0x1p1,1000\n",
                        NONE,
                        "5|rating|4f",
                        "6|rating|4d",
                        "7|rating|0x1p1"),
                ratings(
                        "decimal commas here and there",
                        "2,901,\"4,5\",1000\n3,901,\"3,5\",1000\n",
                        NONE,
                        "5|rating|4,5",
                        "6|rating|3,5"),
                ratings("stars out of range", "2,901,0.4,1000\n3,901,5.1,1000\n", NONE, "5|rating|0.4", "6|rating|5.1"),
                ratings(
                        "percent and units",
                        "2,901,80%,1000\n3,901,4 stars,1000\n",
                        NONE,
                        "5|rating|80%",
                        "6|rating|4 stars"));
    }

    private static Stream<HostileFile> times() {
        return Stream.of(
                ratings(
                        "times to come",
                        "2,901,4,32503680000\n3,901,4,2999-12-31T00:00:00Z\n",
                        NONE,
                        "5|rated_at|future",
                        "6|rated_at|future"),
                ratings(
                        "times before time",
                        "2,901,4,0\n3,901,4,-62167219200\n4,901,4,0000-01-01T00:00:00Z\n",
                        NONE,
                        "5|rated_at|after 1970",
                        "6|rated_at|after 1970",
                        "7|rated_at|after 1970"),
                ratings(
                        "times past the end of time",
                        "2,901,4,9223372036854775807\n3,901,4,99999999999999999999\n",
                        NONE,
                        "5|rated_at|9223372036854775807",
                        "6|rated_at|99999999999999999999"),
                ratings(
                        "days that no month has",
                        "2,901,4,2023-02-29T00:00:00Z\n3,901,4,01/02/2003\n",
                        NONE,
                        "5|rated_at|2023-02-29",
                        "6|rated_at|01/02/2003"),
                movies(
                        "years that cannot be",
                        "4,Four,0,Drama,,100,7.5,10,,\n5,Five,-50,Drama,,100,7.5,10,,\n6,Six,99999,Drama,,100,7.5,10,,\n",
                        NONE,
                        "5|year|0",
                        "6|year|-50",
                        "7|year|99999"));
    }

    private static Stream<HostileFile> texts() {
        return Stream.of(
                movies(
                        "formulas for a spreadsheet",
                        movie("4", "=cmd|' /C calc'!A0") + movie("5", "@SUM(1+1)*cmd") + movie("6", "+49 and -1"),
                        List.of("4", "5", "6")),
                movies("HTML", movie("4", "<script>alert(1)</script>"), List.of("4")),
                movies("SQL", movie("4", "'; DROP TABLE catalog.movies; --"), List.of("4")),
                movies("backslash N", movie("4", "\\N") + movie("5", "a\\tb\\"), List.of("4", "5")),
                movies("a path", movie("4", "../../../etc/passwd"), List.of("4")),
                movies("zero-width spoof", movie("4", "Fo\u200Bur"), List.of("4")),
                movies(
                        "control characters",
                        movie("4", "Fo\0ur") + movie("5", "Fi\u001B[31mve") + movie("6", "S\u0085ix"),
                        NONE,
                        "5|title|control",
                        "6|title|control",
                        "7|title|control"),
                movies(
                        "text that turns round",
                        movie("4", "\u202Egpj.live") + movie("5", "a\u2066b"),
                        NONE,
                        "5|title|U+202E",
                        "6|title|U+2066"),
                whole(
                        "half a surrogate pair",
                        concat(
                                (goodMovies() + "4,Fo").getBytes(StandardCharsets.UTF_8),
                                new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0x80},
                                "ur,1999,Drama,,100,7.5,10,,\n".getBytes(StandardCharsets.UTF_8)),
                        List.of("1", "2", "3"),
                        "5||is not valid UTF-8"),
                movies("characters past the basic plane", movie("4", "\uD83C\uDFAC \uD842\uDFB7"), List.of("4")),
                movies("a very long title", movie("4", "x".repeat(100_000)), NONE, "5|title|at most"),
                movies("a title of blanks", movie("4", "   "), NONE, "5|title|required"),
                movies("a genre without a name", "4,Four,1999,Drama||Comedy,,100,7.5,10,,\n", NONE, "5|genres|empty"));
    }

    private static String manyMovies(int from, int to) {
        StringBuilder lines = new StringBuilder();
        for (int i = from; i < to; i++) {
            lines.append(movie(Integer.toString(i), "Movie " + i));
        }
        return lines.toString();
    }

    private static List<String> ids(int from, int to) {
        return java.util.stream.IntStream.range(from, to)
                .mapToObj(Integer::toString)
                .toList();
    }

    private static byte[] bom(String text, String charset, int... mark) {
        byte[] start = new byte[mark.length];
        for (int i = 0; i < mark.length; i++) {
            start[i] = (byte) mark[i];
        }
        return concat(start, text.getBytes(java.nio.charset.Charset.forName(charset)));
    }

    static byte[] gzip(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            bytes.writeBytes(part);
        }
        return bytes.toByteArray();
    }
}
