package io.marquee.workhorse.adapter.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marquee.workhorse.adapter.AdapterException;
import io.marquee.workhorse.adapter.AllowedFolders;
import io.marquee.workhorse.storage.TestObjectStores;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DataFilesTest {

    @TempDir
    Path folder;

    private Path allowed;
    private DataFiles files;

    @BeforeEach
    void makeFiles() throws IOException {
        allowed = Files.createDirectories(folder.resolve("allowed")).toRealPath();
        for (String name : List.of(
                "part-1.csv",
                "part-2.csv.gz",
                "part-10.tsv",
                "notes.txt",
                "dt=1/a.parquet",
                "dt=2/a.parquet",
                "dt=2/_SUCCESS.csv",
                ".hidden/x.csv",
                "with blank & ü.csv")) {
            Path file = allowed.resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, name);
        }
        Files.writeString(folder.resolve("secret.csv"), "secret");
        files = files(List.of(allowed));
    }

    private static DataFiles files(List<Path> allowed) {
        return new DataFiles(TestObjectStores.none(), new AllowedFolders(allowed));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/part-1.csv            | part-1.csv",
                "/                      | dt=1/a.parquet,dt=2/a.parquet,part-1.csv,part-10.tsv,part-2.csv.gz,with blank & ü.csv",
                "                       | dt=1/a.parquet,dt=2/a.parquet,part-1.csv,part-10.tsv,part-2.csv.gz,with blank & ü.csv",
                "/part-*                | part-1.csv,part-10.tsv,part-2.csv.gz",
                "/part-?.csv*           | part-1.csv,part-2.csv.gz",
                "/part-[12].csv         | part-1.csv",
                "/part-[!1].*           | part-2.csv.gz",
                "/*.{csv,tsv}           | part-1.csv,part-10.tsv,with blank & ü.csv",
                "/dt=*/*.parquet        | dt=1/a.parquet,dt=2/a.parquet",
                "/**/a.parquet          | dt=1/a.parquet,dt=2/a.parquet",
                "/**                    | dt=1/a.parquet,dt=2/a.parquet,notes.txt,part-1.csv,part-10.tsv,part-2.csv.gz,with blank & ü.csv"
            })
    void shouldFindWhatIsNamed(String pattern, String expected) throws IOException {
        assertThat(files.find(allowed + (pattern == null ? "" : pattern)))
                .extracting(file -> allowed.relativize(Path.of(file.origin())).toString())
                .containsExactly(expected.split(","));
    }

    @Test
    void shouldTakeFileUris() throws IOException {
        assertThat(files.find("file://" + allowed + "/with%20blank%20&%20%C3%BC.csv"))
                .extracting(DataFile::name)
                .containsExactly("with blank & ü.csv");
        assertThat(files.find("file:" + allowed + "/part-1.csv")).hasSize(1);
        assertThat(files.find("file://localhost" + allowed + "/part-1.csv")).hasSize(1);
        assertThatThrownBy(() -> files.find("file://elsewhere" + allowed + "/part-1.csv"))
                .hasMessageStartingWith("a file URI is like file:///folder/file.csv");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/../secret.csv", "/dt=1/../../secret.csv", "/missing/../part-1.csv", "/..", "/../*.csv"})
    void shouldNotGoUp(String path) {
        assertThatThrownBy(() -> files.find(allowed + path))
                .isInstanceOf(AdapterException.class)
                .hasMessageStartingWith("a path must not go up ('..')");
    }

    @Test
    void shouldStayBelowTheAllowedFolders() throws IOException {
        assertThatThrownBy(() -> files.find(folder + "/secret.csv"))
                .isInstanceOf(AdapterException.class)
                .hasMessageStartingWith("a path must be below " + allowed);
        assertThatThrownBy(() -> files.find("/etc/passwd")).hasMessageStartingWith("a path must be below ");
        assertThatThrownBy(() -> files.find(folder + "/*.csv")).hasMessageStartingWith("a path must be below ");
        assertThatThrownBy(() -> files.find("file:///etc/passwd")).hasMessageStartingWith("a path must be below ");
        assertThat(files(List.of()).find(folder + "/secret.csv")).hasSize(1);
    }

    @Test
    void shouldNotFollowLinksOutOfTheAllowedFolders() throws IOException {
        // Given
        Files.createSymbolicLink(allowed.resolve("link.csv"), folder.resolve("secret.csv"));
        Files.createSymbolicLink(allowed.resolve("out"), folder);
        Files.createSymbolicLink(allowed.resolve("dangling.csv"), folder.resolve("not-yet.csv"));

        // When / Then
        assertThatThrownBy(() -> files.find(allowed + "/link.csv")).hasMessageStartingWith("a path must be below ");
        assertThatThrownBy(() -> files.find(allowed + "/out/secret.csv"))
                .hasMessageStartingWith("a path must be below ");
        assertThatThrownBy(() -> files.write(allowed + "/out/new.csv", out -> out.write(1)))
                .hasMessageStartingWith("a path must be below ");
        assertThatThrownBy(() -> files.write(allowed + "/dangling.csv", out -> out.write(1)))
                .hasMessageStartingWith("a path must not be a link that leads nowhere");
        assertThat(files.find(allowed + "/*.csv")).extracting(DataFile::name).doesNotContain("link.csv");
        assertThat(folder.resolve("new.csv")).doesNotExist();
        assertThat(folder.resolve("not-yet.csv")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/missing.csv", "/missing-*.csv", "/missing/"})
    void shouldSayThatThereIsNothing(String path) {
        assertThatThrownBy(() -> files.find(allowed + path))
                .isInstanceOf(AdapterException.class)
                .hasMessage("there is no file " + allowed + path);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "ftp://host/x.csv    | a file is named by a path or a URI that starts with file://",
                "s3://               | '' is not the name of a bucket",
                "s3://Ü/x.csv        | 'Ü' is not the name of a bucket",
                "s3://u:p@h/x.csv    | is not the name of a bucket",
                "abfs://c/x.csv      | an object of Azure is named like abfs://container@account.dfs.core.windows.net/key"
            })
    void shouldRefuseWhatIsNoPlace(String uri, String message) {
        assertThatThrownBy(() -> files.find(uri))
                .isInstanceOf(AdapterException.class)
                .hasMessageContaining(message);
    }

    @Test
    void shouldWriteAllOrNothing() throws IOException {
        // Given
        String target = allowed + "/new/out.csv";
        files.write(target, out -> out.write("old".getBytes(StandardCharsets.UTF_8)));

        // When
        assertThatThrownBy(() -> files.write(target, out -> {
                    out.write(new byte[100_000]);
                    throw new IOException("the source broke off");
                }))
                .hasMessage("the source broke off");

        // Then
        assertThat(Path.of(target)).hasContent("old");
        assertThat(Path.of(target).getParent()).isDirectoryContaining(file -> file.endsWith("out.csv"));
        try (var left = Files.list(Path.of(target).getParent())) {
            assertThat(left).hasSize(1);
        }
    }
}
