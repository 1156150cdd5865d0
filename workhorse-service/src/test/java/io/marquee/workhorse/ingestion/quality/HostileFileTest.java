package io.marquee.workhorse.ingestion.quality;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.agroal.api.AgroalDataSource;
import io.marquee.localstack.testing.LocalStackResource;
import io.marquee.workhorse.ingestion.CatalogueTables;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No file can break the catalogue: each is refused with a named error, or each of its records is accounted for. */
@QuarkusTest
@WithTestResource(LocalStackResource.class)
class HostileFileTest {

    @Inject
    AgroalDataSource dataSource;

    @TempDir
    Path folder;

    private CatalogueTables tables;

    @BeforeEach
    void aSmallCatalogue() throws SQLException {
        tables = new CatalogueTables(dataSource);
        tables.clear();
        tables.execute("INSERT INTO catalog.movies (movie_id, title, source) VALUES (901, 'A', 'standard'),"
                + " (902, 'B', 'standard'), (903, 'C', 'standard')");
        tables.execute("INSERT INTO catalog.ratings VALUES (77, 901, 4, '2020-01-01T00:00:00Z', 'standard')");
    }

    @ParameterizedTest
    @MethodSource("io.marquee.workhorse.ingestion.quality.HostileFiles#all")
    void shouldAccountForEveryRecordOfAHostileFile(HostileFile file) throws Exception {
        // Given
        String before = fingerprint();
        Files.write(folder.resolve(file.table() + ".csv"), file.bytes());

        // When
        Ended ended = ingest(folder.toString());

        // Then
        switch (file.outcome()) {
            case HostileFile.Refused refused -> {
                assertThat(ended.error()).contains(refused.parts()).doesNotContain("Exception", "\0");
                assertThat(fingerprint()).isEqualTo(before);
            }
            case HostileFile.Read read -> assertRead(file, read, ended);
        }
    }

    @Test
    void shouldTakeADirectoryForNoFile() throws Exception {
        Files.createDirectory(folder.resolve("movies.csv"));
        assertThat(ingest(folder.toString()).error()).contains("movies.csv", "must be a regular file");
    }

    @Test
    void shouldFollowNoLinkOutOfTheFolder(@TempDir Path elsewhere) throws Exception {
        Files.writeString(elsewhere.resolve("secret.csv"), HostileFile.goodMovies());
        Files.createSymbolicLink(folder.resolve("movies.csv"), elsewhere.resolve("secret.csv"));
        assertThat(ingest(folder.toString()).error()).contains("movies.csv", "must be a regular file");
        assertThat(tables.only("SELECT count(*) FROM catalog.movies")).isEqualTo("3");
    }

    @Test
    void shouldNotWaitForADevice() throws Exception {
        Files.createSymbolicLink(folder.resolve("movies.csv"), Path.of("/dev/zero"));
        assertThat(ingest(folder.toString()).error()).contains("movies.csv", "must be a regular file");
    }

    @Test
    void shouldReadNothingOutsideOfWhatWasNamed() {
        assertThat(ingest("\0").error()).contains("path");
        assertThat(ingest(folder + "/../../../../../../etc").error()).contains("must hold movies.csv");
        assertThat(ingest("/etc/passwd").error()).contains("must be a folder");
        assertThat(ingest("file:///etc").error()).contains("path");
    }

    private void assertRead(HostileFile file, HostileFile.Read read, Ended ended) throws SQLException, IOException {
        assertThat(ended.error()).isNull();
        long records = records(file.bytes());
        assertThat(ended.state().getLong(file.table() + ".read")).isEqualTo(records);
        assertThat(ended.state().getLong(file.table() + ".accepted"))
                .isEqualTo(read.accepted().size());
        assertThat(ended.state().getLong(file.table() + ".rejected"))
                .isEqualTo(read.rejections().size());
        assertThat(read.accepted().size() + read.rejections().size()).isEqualTo((int) records);
        assertThat(
                        tables.rows(
                                file.table().equals("movies")
                                        ? "SELECT movie_id FROM catalog.movies WHERE movie_id < 900 ORDER BY 1"
                                        : "SELECT user_id || ':' || movie_id FROM catalog.ratings WHERE user_id < 77 ORDER BY 1"))
                .containsExactlyInAnyOrderElementsOf(read.accepted());
        List<String> quarantined = tables.rows("SELECT line, field, reason FROM catalog.quarantine ORDER BY line");
        assertThat(quarantined).hasSameSizeAs(read.rejections());
        for (int i = 0; i < quarantined.size(); i++) {
            String[] expected = read.rejections().get(i).split("\\|", 3);
            assertThat(quarantined.get(i)).startsWith(expected[0] + "|" + expected[1] + "|");
            assertThat(quarantined.get(i).split("\\|", 3)[2]).contains(expected[2]);
        }
        assertThat(tables.only("SELECT count(*) FROM catalog.ratings WHERE user_id = 77"))
                .isEqualTo("1");
    }

    /** Lines that are not blank, less the header: counted without any of the reader's own code. */
    private static long records(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1).split("\n").length
                - new String(bytes, StandardCharsets.ISO_8859_1)
                        .transform(text -> java.util.Arrays.stream(text.split("\n"))
                                .filter(String::isBlank)
                                .count())
                - 1;
    }

    /** How a try ended: with an error at once or later, or well. */
    private record Ended(String error, JsonPath state) {}

    private static Ended ingest(String path) {
        Response started = given().contentType(ContentType.JSON)
                .body(Map.of("source", "standard", "path", path))
                .post("/api/v1/ingestions");
        if (started.statusCode() != 202) {
            assertThat(started.statusCode()).isIn(400, 422);
            return new Ended(started.jsonPath().getString("detail"), started.jsonPath());
        }
        String id = started.path("ingestion_id");
        JsonPath end = await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> given().get("/api/v1/ingestions/" + id).jsonPath(), state -> !state.getString("state")
                        .equals("running"));
        assertThat(end.getString("state")).isEqualTo(end.getString("error") == null ? "succeeded" : "failed");
        return new Ended(end.getString("error"), end);
    }

    private String fingerprint() throws SQLException {
        return tables.rows("SELECT m::text FROM catalog.movies m UNION ALL SELECT r::text FROM catalog.ratings r"
                        + " UNION ALL SELECT q::text FROM catalog.quarantine q ORDER BY 1")
                .toString();
    }
}
