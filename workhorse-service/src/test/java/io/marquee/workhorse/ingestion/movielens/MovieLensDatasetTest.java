package io.marquee.workhorse.ingestion.movielens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marquee.contract.problem.ProblemException;
import io.marquee.workhorse.ingestion.IngestionConfig;
import io.marquee.workhorse.ingestion.download.DownloadConfig;
import io.marquee.workhorse.ingestion.download.DownloadFolder;
import io.marquee.workhorse.ingestion.source.IngestionRequest;
import io.marquee.workhorse.ingestion.source.RecordReader;
import io.marquee.workhorse.ingestion.source.SourceDataset;
import io.marquee.workhorse.ingestion.source.SourceRecord;
import io.marquee.workhorse.ingestion.source.SourceTable;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

class MovieLensDatasetTest {

    private static final Charset LATIN = StandardCharsets.ISO_8859_1;
    private static final String GOLDENEYE =
            "2|GoldenEye (1995)|01-Jan-1995||http://x|0|1|1|0|0|0|0|0|0|0|0|0|0|0|0|0|1|0|0";

    @TempDir
    Path folder;

    @Test
    void shouldReadCsvWithLinks() throws IOException {
        // Given
        write("movies.csv", "movieId,title,genres\n2,\"American President, The (1995)\",Comedy|Drama\n", LATIN);
        write("ratings.csv", "userId,movieId,rating,timestamp\n1,2,3.5,964982705\n", LATIN);
        write("links.csv", "movieId,imdbId,tmdbId\n2,0112346,\n", LATIN);
        write("tags.csv", "userId,movieId,tag,timestamp\n1,2,boring,1\n", LATIN);

        // When
        SourceDataset dataset = open(folder);

        // Then
        assertThat(dataset.form()).isEqualTo("CSV");
        assertThat(dataset.origin()).isEqualTo(folder.toRealPath().toString());
        assertThat(read(dataset))
                .containsExactly(
                        "movies movies.csv 2: 2 · American President, The · 1995 · Comedy|Drama",
                        "links links.csv 2: 2 · tt0112346 · ",
                        "ratings ratings.csv 2: 1 · 2 · 3.5 · 964982705");
        assertThat(dataset.rawFiles())
                .extracting(Path::getFileName)
                .extracting(Path::toString)
                .containsExactly("movies.csv", "links.csv", "ratings.csv");
    }

    @Test
    void shouldReadTheReleaseOfAMillionRatingsInLatin1() throws IOException {
        // Given
        write(
                "movies.dat",
                "73::Misérables, Les (1995)::Drama|Musical\n74::no genre\n75::Seven::Up (1964)::x\n",
                LATIN);
        write("ratings.dat", "1::73::5::978300760\r\n1::73\n", LATIN);
        write("users.dat", "1::F::1::10::48067\n", LATIN);

        // When
        SourceDataset dataset = open(folder);

        // Then
        assertThat(dataset.form()).isEqualTo("1M, fields separated by ::, Latin-1");
        assertThat(read(dataset))
                .containsExactly(
                        "movies movies.dat 1: 73 · Misérables, Les · 1995 · Drama|Musical",
                        "movies movies.dat 2: has 2 fields, 3 are needed",
                        "movies movies.dat 3: has 4 fields, 3 are needed",
                        "ratings ratings.dat 1: 1 · 73 · 5 · 978300760",
                        "ratings ratings.dat 2: has 2 fields, 4 are needed");
    }

    @Test
    void shouldReadTheReleaseOfTenMillionRatingsInUtf8() throws IOException {
        // Given
        write("movies.dat", "73::Misérables, Les (1995)::(no genres listed)\n", StandardCharsets.UTF_8);
        write("ratings.dat", "1::73::4.5::838985046\n", StandardCharsets.UTF_8);
        write("tags.dat", "15::4973::excellent!::1215184630\n", StandardCharsets.UTF_8);

        // When
        SourceDataset dataset = open(folder);

        // Then
        assertThat(dataset.form()).isEqualTo("10M, fields separated by ::, UTF-8");
        assertThat(read(dataset))
                .containsExactly(
                        "movies movies.dat 1: 73 · Misérables, Les · 1995 · ",
                        "ratings ratings.dat 1: 1 · 73 · 4.5 · 838985046");
    }

    @Test
    void shouldReadTheReleaseOfAHundredThousandRatings() throws IOException {
        // Given
        write(
                "u.item",
                GOLDENEYE + "\n267|unknown||||1" + "|0".repeat(18) + "\n1239|Schizopoléis (1996)|1-feb-1997||http://x"
                        + "|0".repeat(18) + "|1\n3|Short|01-Jan-1995\n4|Odd (1995)|Jan 1995||" + "|0".repeat(19) + "\n",
                LATIN);
        write("u.data", "196\t242\t3\t881250949\n", LATIN);

        // When
        SourceDataset dataset = open(folder);

        // Then
        assertThat(dataset.form()).isEqualTo("100K, fields separated by tabs and bars, Latin-1");
        assertThat(read(dataset))
                .containsExactly(
                        "movies u.item 1: 2 · GoldenEye · 1995 · 1995-01-01 · Action|Adventure|Thriller",
                        "movies u.item 2: 267 · unknown · - · - · ",
                        "movies u.item 3: 1239 · Schizopoléis · 1996 · 1997-02-01 · Western",
                        "movies u.item 4: has 3 fields, 24 are needed",
                        "movies u.item 5: 4 · Odd · 1995 · Jan 1995 · ",
                        "ratings u.data 1: 196 · 242 · 3 · 881250949");
    }

    @Test
    void shouldReadTheZipFileAsItIsPublished() throws IOException {
        // Given
        Path zip = zip(Map.of(
                "ml-1m/movies.dat", "1::Toy Story (1995)::Animation\n",
                "ml-1m/ratings.dat", "1::1::5::978300760\n",
                "ml-1m/users.dat", "1::F::1::10::48067\n",
                "__MACOSX/ml-1m/._movies.dat", "x"));

        // When
        try (SourceDataset dataset = open(zip)) {
            // Then
            assertThat(dataset.form()).startsWith("1M");
            assertThat(dataset.origin()).isEqualTo(zip.toRealPath().toString());
            assertThat(dataset.rawFiles()).containsExactly(zip.toRealPath());
            assertThat(read(dataset))
                    .containsExactly(
                            "movies movies.dat 1: 1 · Toy Story · 1995 · Animation",
                            "ratings ratings.dat 1: 1 · 1 · 5 · 978300760");
        }
    }

    @Test
    void shouldRefuseAZipFileWithNamesThatLeadOutOfIt() throws IOException {
        for (String name : List.of("../movies.csv", "/movies.csv", "ml/../../movies.csv", "ml\\..\\movies.csv")) {
            // Given
            Path zip = zip(Map.of(name, "movieId,title,genres\n"));

            // When / Then
            assertThatThrownBy(() -> open(zip))
                    .isInstanceOf(ProblemException.class)
                    .hasMessage("r.zip holds '" + name + "', a name that leads out of it; it is not read");
        }
    }

    @Test
    void shouldRefuseWhatIsNoReleaseAndSayWhatIsMissing() throws IOException {
        // Given
        Path cut = zip(Map.of("ml/movies.csv", "movieId,title,genres\n".repeat(100)));
        byte[] bytes = Files.readAllBytes(cut);
        Path twice = folder.resolve("twice.zip");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(twice))) {
            for (String name : List.of("a/movies.csv", "b/movies.csv")) {
                out.putNextEntry(new ZipEntry(name));
                out.closeEntry();
            }
        }

        // When / Then
        assertThatThrownBy(() -> open(twice)).hasMessage("twice.zip holds both 'a/movies.csv' and 'b/movies.csv'");
        assertThatThrownBy(() -> open(cut)).hasMessageContaining("must hold ratings.csv");
        Files.write(cut, java.util.Arrays.copyOf(bytes, bytes.length - 30));
        assertThatThrownBy(() -> open(cut)).hasMessageContaining("r.zip is not a whole zip file");
        assertThatThrownBy(() -> open(folder)).hasMessageContaining("must hold movies.csv and ratings.csv, movies.dat");
        write("movies.dat", "", LATIN);
        assertThatThrownBy(() -> open(folder)).hasMessageContaining("must hold ratings.dat");
        write("movies.csv", "movieId,title\n", LATIN);
        write("ratings.csv", "userId,movieId,rating,timestamp\n", LATIN);
        assertThatThrownBy(() -> open(folder)).hasMessageContaining("column 'genres' is missing");
    }

    @Test
    void shouldReadDownloadsWhateverFolderIsAllowed() throws IOException {
        // Given
        Path downloads = Files.createDirectories(folder.resolve("downloads/movielens"));
        Path allowed = Files.createDirectories(folder.resolve("allowed"));
        zip(Map.of("ml/movies.csv", "movieId,title,genres\n", "ml/ratings.csv", "userId,movieId,rating,timestamp\n"));
        Path downloaded = Files.copy(folder.resolve("r.zip"), downloads.resolve("r.zip"));
        MovieLensOpener opener = opener(Map.of(
                "marquee.ingestion.allowed-folder", allowed.toString(),
                "marquee.download.folder",
                        folder.resolve("downloads").toRealPath().toString()));

        // When / Then
        opener.open(new IngestionRequest("movielens", downloaded.toString(), Map.of()))
                .close();
        assertThatThrownBy(() -> opener.open(new IngestionRequest(
                        "movielens", folder.resolve("r.zip").toString(), Map.of())))
                .hasMessageContaining("must be a folder below " + allowed);
    }

    @Test
    @EnabledIfEnvironmentVariable(named = "MARQUEE_DATA", matches = ".+")
    void shouldReadTheWholeRealRelease() throws IOException {
        // When
        SourceDataset dataset = open(Path.of(System.getenv("MARQUEE_DATA"), "ml-latest-small"));
        Map<String, Integer> counts = new HashMap<>();
        read(dataset).forEach(row -> counts.merge(row.substring(0, row.indexOf(' ')), 1, Integer::sum));

        // Then
        assertThat(counts)
                .containsOnly(Map.entry("movies", 9742), Map.entry("links", 9742), Map.entry("ratings", 100_836));
    }

    private SourceDataset open(Path path) {
        return opener(Map.of(
                        "marquee.download.folder", folder.resolve("downloads").toString()))
                .open(new IngestionRequest("movielens", path.toString(), Map.of()));
    }

    private static MovieLensOpener opener(Map<String, String> values) {
        Map<String, String> all = new HashMap<>(values);
        all.put("marquee.ingestion.worker", "test");
        var config = new SmallRyeConfigBuilder()
                .withMapping(IngestionConfig.class)
                .withMapping(DownloadConfig.class)
                .withConverter(Duration.class, 200, new DurationConverter())
                .withDefaultValues(all)
                .build();
        return new MovieLensOpener(
                config.getConfigMapping(IngestionConfig.class),
                new DownloadFolder(config.getConfigMapping(DownloadConfig.class)));
    }

    /** Each record as {@code table file line: value · value …} or with its defect. */
    private static List<String> read(SourceDataset dataset) throws IOException {
        List<String> records = new ArrayList<>();
        for (SourceTable table : dataset.tables()) {
            try (RecordReader reader = table.open()) {
                for (SourceRecord row = reader.next(); row != null; row = reader.next()) {
                    List<String> values = new ArrayList<>();
                    for (int i = 0; i < reader.columns().size() && row.defect() == null; i++) {
                        Object value = row.value(i);
                        values.add(value == null ? "-" : value.toString());
                    }
                    records.add(table.target() + " " + table.name() + " " + row.line() + ": "
                            + (row.defect() == null ? String.join(" · ", values) : row.defect()));
                }
                assertThat(reader.position()).isEqualTo(table.size());
            }
        }
        return records;
    }

    private void write(String name, String text, Charset charset) throws IOException {
        Files.writeString(folder.resolve(name), text, charset);
    }

    private Path zip(Map<String, String> files) throws IOException {
        Path zip = folder.resolve("r.zip");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
            for (Map.Entry<String, String> file : files.entrySet()) {
                out.putNextEntry(new ZipEntry(file.getKey()));
                out.write(file.getValue().getBytes(LATIN));
                out.closeEntry();
            }
        }
        return zip;
    }
}
