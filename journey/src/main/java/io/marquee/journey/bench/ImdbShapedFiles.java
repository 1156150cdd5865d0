package io.marquee.journey.bench;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Properties;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;

/**
 * {@code title.basics} and {@code title.ratings} in IMDb's format and proportions: three quarters are episodes of series, 6 %
 * films and 1.5 % films for television; ids have seven or eight digits and are sorted as text; a sixth of the titles is rated,
 * films more often; {@code \N}, quotes, genre lists and a few lines that are broken. Seeded, so each run makes the same.
 */
final class ImdbShapedFiles {

    /** What stands in the files. */
    record Contents(long titles, long ratings, long films, long brokenFilms, long ratedFilms, long votesOfFilms) {

        Properties toProperties() {
            Properties properties = new Properties();
            properties.setProperty("titles", Long.toString(titles));
            properties.setProperty("ratings", Long.toString(ratings));
            properties.setProperty("films", Long.toString(films));
            properties.setProperty("broken_films", Long.toString(brokenFilms));
            properties.setProperty("rated_films", Long.toString(ratedFilms));
            properties.setProperty("votes_of_films", Long.toString(votesOfFilms));
            return properties;
        }

        static Contents of(Properties properties) {
            return new Contents(
                    Long.parseLong(properties.getProperty("titles")),
                    Long.parseLong(properties.getProperty("ratings")),
                    Long.parseLong(properties.getProperty("films")),
                    Long.parseLong(properties.getProperty("broken_films")),
                    Long.parseLong(properties.getProperty("rated_films")),
                    Long.parseLong(properties.getProperty("votes_of_films")));
        }
    }

    private static final long SEED = 20_261_122;
    private static final String HEADER =
            "tconst\ttitleType\tprimaryTitle\toriginalTitle\tisAdult\tstartYear\tendYear\truntimeMinutes\tgenres\n";
    private static final long SEVEN_DIGITS = 9_999_999;
    private static final long EIGHT_DIGITS_FROM = 10_000_000;
    private static final long LARGEST_ID = 36_000_000;
    private static final int BROKEN_ONE_IN = 50_000;
    private static final String[] GENRES = {
        "Drama",
        "Comedy",
        "Talk-Show",
        "Short",
        "Documentary",
        "News",
        "Romance",
        "Family",
        "Reality-TV",
        "Animation",
        "Action",
        "Crime",
        "Adventure",
        "Game-Show",
        "Music",
        "Adult",
        "Sport",
        "Fantasy",
        "Mystery",
        "Horror",
        "Thriller",
        "History",
        "Biography",
        "Sci-Fi",
        "Musical",
        "War",
        "Western"
    };
    private static final String[] SYLLABLES = {
        "an", "be", "ca", "do", "el", "fi", "ga", "ho", "in", "ja", "ko", "la", "mo", "na", "or", "pe", "qui", "ra",
        "so", "ta", "un", "va", "wi", "xa", "yo", "ze", "ter", "ing", "ion", "est", "ló", "né", "str", "ch"
    };

    private final BenchmarkContext context;
    private final long titles;
    private final SplittableRandom random = new SplittableRandom(SEED);
    private final String[] words = new String[40_000];
    private final StringBuilder line = new StringBuilder(256);
    private long written;
    private long seen;
    private long ratings;
    private long films;
    private long brokenFilms;
    private long ratedFilms;
    private long votesOfFilms;

    private ImdbShapedFiles(BenchmarkContext context, long titles) {
        this.context = context;
        this.titles = titles;
        for (int i = 0; i < words.length; i++) {
            StringBuilder word = new StringBuilder();
            for (int syllables = random.nextInt(1, 5); syllables > 0; syllables--) {
                word.append(SYLLABLES[random.nextInt(SYLLABLES.length)]);
            }
            words[i] = Character.toUpperCase(word.charAt(0)) + word.substring(1);
        }
    }

    /** Writes the files into the folder, unless an earlier run has. */
    static Contents in(Path folder, long titles, BenchmarkContext context) throws IOException {
        Path manifest = folder.resolve("contents.properties");
        if (Files.exists(manifest)) {
            Properties properties = new Properties();
            try (InputStream in = Files.newInputStream(manifest)) {
                properties.load(in);
            }
            return Contents.of(properties);
        }
        Files.createDirectories(folder);
        Contents contents = new ImdbShapedFiles(context, titles).write(folder);
        // Last of all: files without it were cut off.
        try (OutputStream out = Files.newOutputStream(manifest)) {
            contents.toProperties().store(out, null);
        }
        return contents;
    }

    private Contents write(Path folder) throws IOException {
        try (Writer basics = gzip(folder.resolve("title.basics.tsv.gz"));
                Writer rated = gzip(folder.resolve("title.ratings.tsv.gz"))) {
            basics.write(HEADER);
            rated.write("tconst\taverageRating\tnumVotes\n");
            // The order of texts: tt1000000, tt10000000 … tt10000009, tt1000001.
            for (long id = 1; id <= SEVEN_DIGITS && written < titles; id++) {
                candidate(id, basics, rated);
                for (long longer = id * 10; longer < id * 10 + 10 && longer >= EIGHT_DIGITS_FROM; longer++) {
                    if (longer <= LARGEST_ID) {
                        candidate(longer, basics, rated);
                    }
                }
            }
        }
        return new Contents(written, ratings, films, brokenFilms, ratedFilms, votesOfFilms);
    }

    /** Takes the id or not, so that in the end exactly as many are taken as wanted (Knuth 3.4.2, algorithm S). */
    private void candidate(long id, Writer basics, Writer rated) throws IOException {
        long left = SEVEN_DIGITS + LARGEST_ID - EIGHT_DIGITS_FROM + 1 - seen++;
        if (random.nextLong(left) >= titles - written) {
            return;
        }
        written++;
        title(String.format(Locale.ROOT, "tt%07d", id), basics, rated);
        if (written % 1_000_000 == 0) {
            context.say(String.format(Locale.ROOT, "%,d of %,d titles written", written, titles));
        }
    }

    private void title(String id, Writer basics, Writer rated) throws IOException {
        String type = type();
        boolean film = type.equals("movie") || type.equals("tvMovie");
        boolean adult = random.nextInt(100) < 2;
        boolean broken = film && !adult && random.nextInt(BROKEN_ONE_IN) == 0;
        line.setLength(0);
        line.append(id).append('\t').append(type).append('\t');
        int start = line.length();
        name(type);
        String name = line.substring(start);
        line.append('\t');
        if (random.nextInt(50) == 0) {
            name(type);
        } else {
            line.append(name);
        }
        line.append('\t').append(adult ? '1' : '0').append('\t');
        optional(93, random.nextInt(1894, 2028));
        line.append('\t');
        optional(type.equals("tvSeries") ? 60 : 0, random.nextInt(1950, 2027));
        line.append('\t');
        optional(film ? 63 : 28, random.nextInt(5, 190));
        // A broken line lacks its last field.
        if (!broken) {
            line.append('\t');
            genres();
        }
        basics.append(line.append('\n'));
        boolean isRated = random.nextInt(1000) < (film ? 450 : 125);
        int votes = (int) Math.min(3_000_000, 5 / Math.pow(1 - random.nextDouble(), 1.2));
        if (isRated) {
            ratings++;
            rated.write(String.format(Locale.ROOT, "%s\t%.1f\t%d\n", id, random.nextInt(10, 101) / 10.0, votes));
        }
        if (film && !adult) {
            films++;
            brokenFilms += broken ? 1 : 0;
            ratedFilms += isRated && !broken ? 1 : 0;
            votesOfFilms += isRated && !broken ? votes : 0;
        }
    }

    private String type() {
        int share = random.nextInt(1000);
        if (share < 765) {
            return "tvEpisode";
        }
        if (share < 857) {
            return "short";
        }
        if (share < 920) {
            return "movie";
        }
        if (share < 947) {
            return "video";
        }
        if (share < 972) {
            return "tvSeries";
        }
        if (share < 986) {
            return "tvMovie";
        }
        return share < 991 ? "tvMiniSeries" : share < 995 ? "tvSpecial" : share < 999 ? "videoGame" : "tvShort";
    }

    private void name(String type) {
        if (type.equals("tvEpisode") && random.nextInt(100) < 45) {
            line.append("Episode #").append(random.nextInt(1, 20)).append('.').append(random.nextInt(1, 300));
            return;
        }
        if (type.equals("tvEpisode") && random.nextInt(10) == 0) {
            line.append("Episode dated ")
                    .append(random.nextInt(1, 29))
                    .append(" March ")
                    .append(random.nextInt(1970, 2026));
            return;
        }
        boolean quoted = random.nextInt(200) == 0;
        line.append(quoted ? "\"" : "");
        for (int count = random.nextInt(1, 5); count > 0; count--) {
            // Squared, so that few words are frequent and many are rare.
            double place = random.nextDouble();
            line.append(words[(int) (place * place * words.length)]).append(count > 1 ? " " : "");
        }
        line.append(quoted && random.nextBoolean() ? "\"" : "");
    }

    private void genres() {
        int count = random.nextInt(20) == 0 ? 0 : random.nextInt(1, 4);
        if (count == 0) {
            line.append("\\N");
        }
        int first = random.nextInt(GENRES.length);
        for (int i = 0; i < count; i++) {
            line.append(i == 0 ? "" : ",").append(GENRES[(first + i * 5) % GENRES.length]);
        }
    }

    private void optional(int percentKnown, int value) {
        if (random.nextInt(100) < percentKnown) {
            line.append(value);
        } else {
            line.append("\\N");
        }
    }

    private static Writer gzip(Path file) throws IOException {
        return new BufferedWriter(
                new OutputStreamWriter(
                        new GZIPOutputStream(Files.newOutputStream(file), 1 << 16), StandardCharsets.UTF_8),
                1 << 16);
    }
}
