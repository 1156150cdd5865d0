package io.marquee.cli.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.marquee.cli.StubService;
import io.marquee.cli.TestSession;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class IngestCommandTest {

    private static final String RUNNING = """
            {"ingestion_id":"01","source":"standard","path":"/work folder/data","dry_run":false,"state":"running",
             "progress":0.5,"movies":{"read":9000,"accepted":9000,"rejected":0},
             "ratings":{"read":0,"accepted":0,"rejected":0},"rows_per_second":9000.0,
             "started_at":"2026-01-31T12:00:00Z","finished_at":null}""";

    private static final String DONE = """
            {"ingestion_id":"01","source":"standard","path":"/work folder/data","dry_run":false,"state":"succeeded",
             "progress":1.0,"movies":{"read":9742,"accepted":9740,"rejected":2},
             "ratings":{"read":100836,"accepted":100836,"rejected":0},"rows_per_second":26321.4,
             "report":{"outcome":"warning","score":0.9997,"checks":[{"status":"passed"},{"status":"warning"}]},
             "started_at":"2026-01-31T12:00:00Z","finished_at":"2026-01-31T12:00:04.2Z"}""";

    private final StubService workhorse = new StubService();
    private final TestSession session = new TestSession(Map.of("WORKHORSE_URL", workhorse.url()));

    @AfterEach
    void stop() {
        workhorse.close();
    }

    @Test
    void shouldWatchAnIngestionAndSayWhatCameOfIt() {
        // Given
        workhorse
                .answer("POST /api/v1/ingestions", 202, RUNNING)
                .answer("GET /api/v1/ingestions/01", 200, RUNNING)
                .answer("GET /api/v1/ingestions/01", 200, DONE);
        // When
        int code = session.run("ingest", "standard", "data");
        // Then
        assertThat(code).isZero();
        assertThat(session.err()).isEmpty();
        assertThat(session.out()).isEqualTo("""
                ✓ ingestion 01: 9,740 movies and 100,836 ratings loaded in 4.2 s, 26,321 rows/s

                table       read  accepted  rejected
                ────────────────────────────────────
                movies     9,742     9,740         2
                ratings  100,836   100,836         0

                quality: warning, 1 of 2 checks passed, 1 warning, lowest score 0.999

                next: ./marquee data quality 01   ./marquee data quarantine list --ingestion 01   ./marquee data list
                """);
        assertThat(workhorse.requests().getFirst())
                .isEqualTo("POST /api/v1/ingestions"
                        + " {\"source\":\"standard\",\"source_uri\":\"/work folder/data\",\"dry_run\":false}");
    }

    @Test
    void shouldSayWhatWouldBeLoadedInADryRun() {
        // Given
        workhorse
                .answer("POST /api/v1/ingestions", 202, RUNNING)
                .answer("GET /api/v1/ingestions/01", 200, DONE.replace("\"dry_run\":false", "\"dry_run\":true"));
        // When
        int code = session.run("ingest", "standard", "/data", "--dry-run");
        // Then
        assertThat(code).isZero();
        assertThat(session.out()).isEqualTo("""
                ✓ ingestion 01: 9,740 movies and 100,836 ratings would be loaded, read in 4.2 s, 26,321 rows/s

                table       read  accepted  rejected
                ────────────────────────────────────
                movies     9,742     9,740         2
                ratings  100,836   100,836         0

                quality: warning, 1 of 2 checks passed, 1 warning, lowest score 0.999

                next: ./marquee data quality 01
                """);
        assertThat(workhorse.requests().getFirst()).endsWith("\"source_uri\":\"/data\",\"dry_run\":true}");
    }

    @Test
    void shouldEndWithOneAndTheReasonWhenTheIngestionFails() {
        // Given
        workhorse.answer("POST /api/v1/ingestions", 202, RUNNING).answer("GET /api/v1/ingestions/01", 200, """
                        {"ingestion_id":"01","state":"failed","error":"ratings.csv: line 3 is longer than 1048576 bytes",
                         "movies":{"read":2,"accepted":1,"rejected":1},"ratings":{"read":0,"accepted":0,"rejected":0}}""");
        // When
        int code = session.run("ingest", "movielens", "/data");
        // Then
        assertThat(code).isEqualTo(1);
        assertThat(session.out())
                .startsWith("✗ ingestion 01 failed: ratings.csv: line 3 is longer than 1048576 bytes\n");
    }

    @Test
    void shouldCountOneMovieInTheSingular() {
        // Given
        workhorse.answer("POST /api/v1/ingestions", 202, RUNNING).answer("GET /api/v1/ingestions/01", 200, """
                        {"ingestion_id":"01","state":"succeeded","rows_per_second":4.0,
                         "movies":{"read":1,"accepted":1,"rejected":0},"ratings":{"read":0,"accepted":0,"rejected":0},
                         "started_at":"2026-01-31T12:00:00Z","finished_at":"2026-01-31T12:00:01Z"}""");
        // When
        session.run("ingest", "standard", "/data");
        // Then
        assertThat(session.out()).startsWith("✓ ingestion 01: 1 movie loaded in 1.0 s, 4.0 rows/s\n");
    }

    @Test
    void shouldNotWaitWhenDetached() {
        // Given
        workhorse.answer("POST /api/v1/ingestions", 202, RUNNING);
        // When
        int code = session.run("ingest", "movielens", "/data", "--detach");
        // Then
        assertThat(code).isZero();
        assertThat(session.out()).isEqualTo("""
                ✓ ingestion 01 has started

                next: ./marquee data ingestions 01
                """);
        assertThat(workhorse.requests()).hasSize(1);
    }

    @Test
    void shouldPrintTheLastAnswerForScripts() {
        // Given
        workhorse.answer("POST /api/v1/ingestions", 202, RUNNING).answer("GET /api/v1/ingestions/01", 200, DONE);
        // When
        session.run("ingest", "standard", "/data", "--json");
        // Then
        assertThat(session.out()).isEqualToIgnoringWhitespace(DONE);
    }

    @Test
    void shouldAskAgainWhenTheServiceIsAwayForAMoment() {
        // Given
        workhorse
                .answer("POST /api/v1/ingestions", 202, RUNNING)
                .answer("GET /api/v1/ingestions/01", 503, "{\"detail\":\"the database is not there\"}")
                .answer("GET /api/v1/ingestions/01", 200, DONE);
        // Then
        assertThat(session.run("ingest", "standard", "/data")).isZero();
    }

    @Test
    void shouldSendOnlyTheFiltersThatWereGivenForImdb() {
        // Given
        workhorse.answer("POST /api/v1/ingestions", 202, RUNNING).answer("GET /api/v1/ingestions/01", 200, DONE);
        // When
        session.run("ingest", "imdb", "imdb", "--types", "movie,tvMovie", "--year-from", "1990", "--min-votes", "100");
        session.run("ingest", "imdb", "--only-known", "--no-people");
        // Then
        assertThat(workhorse.requests().stream().filter(request -> request.startsWith("POST")))
                .containsExactly(
                        "POST /api/v1/ingestions {\"source\":\"imdb\",\"source_uri\":\"/work folder/imdb\",\"options\":"
                                + "{\"types\":[\"movie\",\"tvMovie\"],\"year_from\":1990,\"min_votes\":100},\"dry_run\":false}",
                        "POST /api/v1/ingestions {\"source\":\"imdb\",\"options\":"
                                + "{\"only_known\":true,\"people\":false},\"dry_run\":false}");
    }
}
