package io.marquee.workhorse.ingestion.tmdb;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import io.agroal.api.AgroalDataSource;
import io.marquee.localstack.testing.LocalStackResource;
import io.marquee.localstack.tmdb.Fault;
import io.marquee.localstack.tmdb.StubCatalogue;
import io.marquee.localstack.tmdb.StubMovie;
import io.marquee.localstack.tmdb.TmdbStub;
import io.marquee.workhorse.ingestion.CatalogueTables;
import io.marquee.workhorse.ingestion.crawl.CrawlArchives;
import io.marquee.workhorse.ingestion.crawl.CrawlOperator;
import io.marquee.workhorse.ingestion.crawl.TestCrawls;
import io.marquee.workhorse.platform.Database;
import io.marquee.workhorse.task.TaskContext;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Crawls as clients of the service see them, up to the rows of the catalogue. */
@QuarkusTest
@WithTestResource(LocalStackResource.class)
@TestProfile(TmdbProfile.class)
class CrawlOverHttpTest {

    @Inject
    TmdbConfig config;

    @Inject
    AgroalDataSource dataSource;

    @Inject
    Database database;

    @Inject
    CrawlArchives archives;

    @Inject
    CrawlOperator operator;

    @Inject
    TestCrawls crawls;

    private final StubCatalogue catalogue = StubCatalogue.generate(45, 11);
    private CatalogueTables tables;
    private TmdbStub stub;

    @BeforeEach
    void start() throws Exception {
        tables = new CatalogueTables(dataSource);
        tables.clear();
        database.update("DELETE FROM catalog.crawls");
        stub = TmdbStub.start(catalogue, config.baseUrl().getPort());
    }

    @AfterEach
    void stop() {
        database.update("UPDATE catalog.crawls SET state = 'cancelled' WHERE state IN ('queued', 'running')");
        stub.close();
    }

    @Test
    void shouldBringWhatItCrawledIntoTheCatalogue() throws Exception {
        // When
        String crawlId = start("{\"source\":\"tmdb\",\"lists\":[\"popular\",\"top_rated\"],\"pages\":\"1-10\"}");
        JsonPath ended = awaitEnd(crawlId);

        // Then
        assertThat(ended.getString("error")).isNull();
        assertThat(ended.getString("state")).isEqualTo("succeeded");
        assertThat(ended.getLong("steps_done")).isEqualTo(ended.getLong("steps_total"));
        assertThat(ended.getLong("requests")).isEqualTo(stub.requests().size());
        assertThat(stub.requestCounts().values()).containsOnly(1L);
        given().get("/api/v1/ingestions/" + ended.getString("ingestion_id"))
                .then()
                .statusCode(200)
                .body("state", equalTo("succeeded"))
                .body("source", equalTo("tmdb"))
                .body("movies.accepted", equalTo(45))
                .body("movies.rejected", equalTo(0));
        StubMovie first = catalogue.popular().getFirst();
        assertThat(tables.rows(
                        "SELECT title, original_title, tmdb_id FROM catalog.movies WHERE tmdb_id = " + first.id()))
                .containsExactly(first.koreanTitle() + "|" + first.title() + "|" + first.id());
        assertThat(tables.rows("SELECT count(*), count(DISTINCT tmdb_id) FROM catalog.movies"))
                .containsExactly("45|45");
        given().get("/metrics")
                .then()
                .statusCode(200)
                .body(containsString("ingestion_crawl_requests_total{source=\"tmdb\"}"))
                .body(containsString("ingestion_crawls_ended_total{source=\"tmdb\",state=\"succeeded\"}"));
    }

    @Test
    void shouldEndInTheSameTablesWhenItCrawlsAgain() throws Exception {
        // Given
        String movies = "SELECT movie_id, title, year, genres, director, actors, runtime_minutes, vote_average, tmdb_id"
                + " FROM catalog.movies ORDER BY movie_id";
        awaitEnd(start("{\"source\":\"tmdb\",\"pages\":\"1-2\"}"));
        List<String> before = tables.rows(movies);

        // When
        awaitEnd(start("{\"source\":\"tmdb\",\"pages\":\"1-2\",\"details\":false}"));

        // Then
        assertThat(before).hasSize(40);
        assertThat(tables.rows(movies)).isEqualTo(before);
    }

    @Test
    void shouldFetchWhatChangedSinceTheLastCrawl() throws Exception {
        // Given
        awaitEnd(start("{\"source\":\"tmdb\",\"pages\":\"1-10\"}"));
        StubMovie changed = catalogue.popular().get(7).titled("Renamed");
        catalogue.put(changed, LocalDate.now(ZoneOffset.UTC));
        stub.forget();

        // When
        JsonPath ended = awaitEnd(start("{\"source\":\"tmdb\",\"changes\":true}"));

        // Then
        assertThat(ended.getString("state")).isEqualTo("succeeded");
        assertThat(stub.requests()).hasSize(3);
        assertThat(tables.rows("SELECT title FROM catalog.movies WHERE tmdb_id = " + changed.id()))
                .containsExactly("Renamed");
    }

    @Test
    void shouldEndWellWhenNothingChanged() throws Exception {
        // When
        JsonPath ended = awaitEnd(start("{\"source\":\"tmdb\",\"changes\":true}"));

        // Then
        assertThat(ended.getString("error")).isNull();
        assertThat(ended.getString("state")).isEqualTo("succeeded");
        assertThat(ended.getLong("requests")).isEqualTo(2);
    }

    @Test
    void shouldSayWhyItFailedAndGoOnWhenResumed() throws Exception {
        // Given
        stub.faults().always("/movie/popular?language=ko-KR&page=2", new Fault.Status(401));

        // When
        String crawlId = start("{\"source\":\"tmdb\",\"pages\":\"1-3\"}");
        JsonPath failed = awaitEnd(crawlId);
        stub.faults().clear();
        given().post("/api/v1/crawls/" + crawlId + "/resume")
                .then()
                .statusCode(202)
                .header("Location", containsString(crawlId));
        JsonPath ended = awaitEnd(crawlId);

        // Then
        assertThat(failed.getString("state")).isEqualTo("failed");
        assertThat(failed.getString("error"))
                .startsWith(
                        "TMDB refused access to popular?page=2 (HTTP 401: Invalid API key: You must be granted a valid"
                                + " key). Set TMDB_ACCESS_TOKEN");
        assertThat(ended.getString("state")).isEqualTo("succeeded");
        assertThat(ended.getInt("resumed")).isEqualTo(1);
        assertThat(stub.answeredCounts().values()).containsOnly(1);
        assertThat(tables.rows("SELECT count(*) FROM catalog.movies")).containsExactly("45");
        given().post("/api/v1/crawls/" + crawlId + "/resume")
                .then()
                .statusCode(409)
                .body("detail", equalTo("the crawl is succeeded; only a failed or cancelled one can be resumed"));
    }

    @Test
    void shouldStopWhenCancelledAndLetTheNextOneStart() throws Exception {
        // Given
        String slow = start("{\"source\":\"tmdb\",\"interval_seconds\":30}");
        String next = start("{\"source\":\"tmdb\",\"details\":false}");
        await().atMost(Duration.ofSeconds(10)).until(() -> get(slow).getLong("requests") == 1);
        assertThat(get(next).getString("state")).isEqualTo("queued");

        // When
        given().post("/api/v1/crawls/" + slow + "/cancel")
                .then()
                .statusCode(200)
                .body("state", equalTo("cancelled"));

        // Then
        assertThat(awaitEnd(next).getString("state")).isEqualTo("succeeded");
        assertThat(get(slow).getString("state")).isEqualTo("cancelled");
        given().post("/api/v1/crawls/" + slow + "/cancel").then().statusCode(409);
        given().get("/api/v1/crawls?limit=1")
                .then()
                .body("crawls.size()", equalTo(1))
                .body("crawls[0].crawl_id", equalTo(next));
    }

    @Test
    void shouldTakeOverTheCrawlOfADeadWorkerAndNoOther() throws Exception {
        // Given
        String crawlId = start("{\"source\":\"tmdb\",\"interval_seconds\":30}");
        await().atMost(Duration.ofSeconds(10)).until(() -> get(crawlId).getLong("requests") == 1);
        given().post("/api/v1/crawls/" + crawlId + "/cancel").then().statusCode(200);
        database.update("UPDATE catalog.crawls SET state = 'running', worker = 'elsewhere', lease = lease + 1,"
                + " params = params || '{\"interval_seconds\": 0.005}', leased_until = now() + interval '1 hour'"
                + " WHERE crawl_id = '" + crawlId + "'");
        await().during(Duration.ofSeconds(3))
                .atMost(Duration.ofSeconds(30))
                .until(() -> get(crawlId).getString("worker").equals("elsewhere"));

        // When
        database.update("UPDATE catalog.crawls SET leased_until = now() - interval '1 second'");
        JsonPath ended = awaitEnd(crawlId);

        // Then
        assertThat(ended.getString("state")).isEqualTo("succeeded");
        assertThat(ended.getString("worker")).isNotEqualTo("elsewhere");
        assertThat(ended.getInt("resumed")).isEqualTo(1);
        assertThat(stub.requestCounts().values()).containsOnly(1L);
    }

    @Test
    void shouldGoOnWithTheSameCrawlWhenATaskIsTriedAgain() throws Exception {
        // Given
        stub.faults().always("/movie/popular?language=ko-KR&page=2", new Fault.OtherShape());
        TaskContext context = new TaskContext(
                "movie_data_collection",
                "run1",
                "crawl",
                1,
                Map.of("source", "tmdb", "pages", "1-1", "details", false),
                Map.of("pages", "1-2", "reason", "drift"),
                _ -> {});

        // When
        assertThatThrownBy(() -> operator.run(context))
                .hasMessageContaining("TMDB answered popular?page=2 in an unexpected shape: 'page' is missing");
        stub.faults().clear();
        Map<String, Object> output = operator.run(context);

        // Then
        assertThat(output).containsEntry("steps", 3L).containsEntry("requests", 4L);
        assertThat(operator.run(context)).isEqualTo(output);
        assertThat(tables.rows("SELECT count(*) FROM catalog.crawls")).containsExactly("1");
        assertThat(tables.rows("SELECT count(*) FROM catalog.movies")).containsExactly("40");
    }

    @Test
    void shouldShowTheKeyNowhere() throws Exception {
        // Given
        StringBuilder logged = new StringBuilder();
        Handler handler = new Handler() {
            @Override
            public synchronized void publish(LogRecord line) {
                logged.append(line.getMessage()).append(' ');
                for (Object parameter : line.getParameters() == null ? new Object[0] : line.getParameters()) {
                    logged.append(parameter).append(' ');
                }
                for (Throwable cause = line.getThrown(); cause != null; cause = cause.getCause()) {
                    logged.append(cause).append(' ');
                }
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger root = Logger.getLogger("");
        root.addHandler(handler);
        Fault[] faults = {
            new Fault.Slow(Duration.ofMillis(600)),
            new Fault.CutOff(),
            new Fault.Reset(),
            new Fault.Status(500),
            new Fault.WebPage()
        };
        stub.faults().next("/movie/popular", faults);
        stub.faults().always("/movie/" + catalogue.popular().getLast().id(), new Fault.Slow(Duration.ofMillis(600)));

        // When
        JsonPath failed;
        try {
            failed = awaitEnd(start("{\"source\":\"tmdb\",\"pages\":\"1-3\",\"read_timeout_seconds\":0.4}"));
        } finally {
            root.removeHandler(handler);
        }

        // Then
        assertThat(failed.getString("state")).isEqualTo("failed");
        assertThat(failed.getString("error")).contains("The timeout period of 400ms has been exceeded");
        assertThat(logged.toString()).contains("failed").doesNotContain(TmdbStub.API_KEY);
        assertThat(failed.prettify()).contains("problems").doesNotContain(TmdbStub.API_KEY);
        assertThat(crawls.everythingStored(database)).isNotEmpty().noneMatch(row -> row.contains(TmdbStub.API_KEY));
        List<CrawlArchives.Part> parts = archives.parts(failed.getString("archive"));
        assertThat(parts).isNotEmpty();
        for (CrawlArchives.Part part : parts) {
            try (GZIPInputStream in = new GZIPInputStream(archives.open(part))) {
                assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                        .contains("\"step\"")
                        .doesNotContain(TmdbStub.API_KEY);
            }
        }
        given().get("/metrics").then().statusCode(200).body(not(containsString(TmdbStub.API_KEY)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {}                                       | 'source' is required, got: null
            {"source":"imdb"}                        | 'source' must be one of [tmdb], got: imdb
            {"source":"tmdb","list":["popular"]}     | 'list' is not known; there are attempts, backoff_base_seconds,
            {"source":"tmdb","lists":["worst"]}      | 'lists' must be of popular, top_rated, now_playing, got: worst
            {"source":"tmdb","lists":"popular"}      | 'lists' must be a list, got: popular
            {"source":"tmdb","lists":[null]}         | 'lists' must be a list, got: [null]
            {"source":"tmdb","years":[1700]}         | 'years' must be a whole number from 1874 to 2100, got: 1700
            {"source":"tmdb","years":["2024"]}       | 'years' must be a whole number from 1874 to 2100, got: 2024
            {"source":"tmdb","pages":"0-3"}          | 'pages' must be a page or a range such as 1-5, within 1 to 500
            {"source":"tmdb","pages":"3-1"}          | 'pages' must be a page or a range such as 1-5, within 1 to 500
            {"source":"tmdb","pages":"1-501"}        | 'pages' must be a page or a range such as 1-5, within 1 to 500
            {"source":"tmdb","details":"yes"}        | 'details' must be true or false, got: yes
            {"source":"tmdb","region":"Korea"}       | 'region' must be a country such as KR, got: Korea
            {"source":"tmdb","language":"ko&x=1"}    | 'language' must be a language such as ko or ko-KR, got: ko&x=1
            {"source":"tmdb","interval_seconds":-1}  | 'interval_seconds' must be a number of seconds from 0 to 86400
            {"source":"tmdb","read_timeout_seconds":0} | 'read_timeout_seconds' must be more than 0 seconds, got: 0
            {"source":"tmdb","attempts":0}           | 'attempts' must be a whole number from 1 to 100, got: 0
            {"source":"tmdb","since":"2026-01-01"}   | 'since' goes with 'changes': true, got: 2026-01-01
            {"source":"tmdb","changes":true,"since":"soon"} | 'since' must be a day such as 2026-01-31, got: soon
            {"source":"tmdb","changes":true,"since":"2999-01-01"} | 'since' must not be after
            """)
    void shouldNameTheFieldThatIsWrong(String request, String detail) {
        given().contentType(ContentType.JSON)
                .body(request)
                .post("/api/v1/crawls")
                .then()
                .statusCode(400)
                .body("detail", startsWith(detail));
        assertThat(database.query("SELECT 1 FROM catalog.crawls", row -> 1)).isEmpty();
    }

    @Test
    void shouldKnowNoCrawlThatThereIsNot() {
        given().get("/api/v1/crawls/none").then().statusCode(404).body("detail", equalTo("there is no crawl_id none"));
        given().post("/api/v1/crawls/none/resume").then().statusCode(404);
        given().post("/api/v1/crawls/none/cancel").then().statusCode(404);
    }

    private static String start(String request) throws IOException {
        return given().contentType(ContentType.JSON)
                .body(request)
                .post("/api/v1/crawls")
                .then()
                .statusCode(202)
                .header("Location", containsString("/api/v1/crawls/"))
                .extract()
                .path("crawl_id");
    }

    private static JsonPath get(String crawlId) {
        return given().get("/api/v1/crawls/" + crawlId)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private static JsonPath awaitEnd(String crawlId) {
        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> List.of("succeeded", "failed", "cancelled")
                        .contains(get(crawlId).getString("state")));
        return get(crawlId);
    }
}
