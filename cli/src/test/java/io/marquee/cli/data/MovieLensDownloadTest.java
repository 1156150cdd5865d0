package io.marquee.cli.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.marquee.cli.StubService;
import io.marquee.cli.TestSession;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MovieLensDownloadTest {

    private static final String RUNNING = """
            {"download_id":"d","dataset":"movielens","size":"1m","state":"running","bytes":1000000,"total":5917549,
             "bytes_per_second":500000}""";
    private static final String DONE = """
            {"download_id":"d","dataset":"movielens","size":"1m","state":"succeeded","bytes":5917549,"total":5917549,
             "bytes_per_second":2900000,"path":"/state/ml-1m.zip","verified":true,"not_modified":false,
             "started_at":"2026-01-31T12:00:00Z","ended_at":"2026-01-31T12:00:02Z"}""";

    private final StubService workhorse = new StubService();
    private final TestSession session = new TestSession(Map.of("WORKHORSE_URL", workhorse.url()));

    @AfterEach
    void stop() {
        workhorse.close();
    }

    @Test
    void shouldDownloadAndSayHowToIngest() {
        workhorse
                .answer("POST /api/v1/downloads", 202, RUNNING)
                .answer("GET /api/v1/downloads/d", 200, RUNNING)
                .answer("GET /api/v1/downloads/d", 200, DONE);

        assertThat(session.run("data", "movielens", "--size", "1m")).isZero();
        assertThat(session.out()).isEqualTo("""
                ✓ MovieLens 1m: 5.9 MB in 2.0 s, 2.9 MB/s, checksum is right
                  /state/ml-1m.zip

                next: ./marquee ingest movielens /state/ml-1m.zip
                """);
    }

    @Test
    void shouldIngestWhatWasThereAlready() {
        workhorse
                .answer("POST /api/v1/downloads", 202, RUNNING)
                .answer("GET /api/v1/downloads/d", 200, DONE.replace("\"not_modified\":false", "\"not_modified\":true"))
                .answer("POST /api/v1/ingestions", 202, "{\"ingestion_id\":\"i\",\"state\":\"running\"}")
                .answer("GET /api/v1/ingestions/i", 200, """
                        {"ingestion_id":"i","state":"succeeded","rows_per_second":100000.0,
                         "movies":{"read":3883,"accepted":3883,"rejected":0},
                         "ratings":{"read":1000209,"accepted":1000209,"rejected":0},
                         "started_at":"2026-01-31T12:00:00Z","finished_at":"2026-01-31T12:00:10Z"}""");

        assertThat(session.run("data", "movielens", "--size", "1m", "--ingest")).isZero();
        assertThat(session.out())
                .startsWith("✓ MovieLens 1m: was there already and has not changed, checksum is right\n")
                .contains("✓ ingestion i: 3,883 movies and 1,000,209 ratings loaded in 10.0 s, 100,000 rows/s\n");
        assertThat(workhorse.requests()).anySatisfy(request -> assertThat(request)
                .contains(
                        "POST /api/v1/ingestions", "\"source\":\"movielens\"", "\"source_uri\":\"/state/ml-1m.zip\""));
    }

    @Test
    void shouldSayHowToGoOnWhenTheDownloadFails() {
        workhorse
                .answer("POST /api/v1/downloads", 202, RUNNING)
                .answer(
                        "GET /api/v1/downloads/d",
                        200,
                        "{\"download_id\":\"d\",\"state\":\"failed\",\"error\":\"the server closed the connection\"}");

        assertThat(session.run("data", "movielens")).isEqualTo(1);
        assertThat(session.err())
                .isEqualTo("marquee: the download of MovieLens latest-small failed: the server closed the connection."
                        + " The same command goes on where it was cut off.\n");
    }
}
