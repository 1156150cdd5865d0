package io.marquee.cli.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.marquee.cli.StubService;
import io.marquee.cli.TestSession;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class QualityCommandTest {

    private static final String REPORT = """
            {"ingestion_id":"01","source":"standard","origin":"/data","dry_run":false,"outcome":"failed","score":0.66667,
             "created_at":"2026-01-31T12:00:00Z","checks":[
              {"rule":"movies.accepted","kind":"accepted","table":"movies","column":null,"severity":"hard",
               "status":"warning","score":0.99979,"observed":0.99979,"threshold":0.5,"affected":2,"total":9742,
               "message":"99.979 % of the records are good, at least 50 % must be"},
              {"rule":"movies.year","kind":"nulls","table":"movies","column":"year","severity":"soft",
               "status":"failed","score":0.66667,"observed":0.33333,"threshold":0.1,"affected":3247,"total":9740,
               "message":"33.333 % unknown, at most 10 % may be"},
              {"rule":"movies.rows","kind":"rows","table":"movies","column":null,"severity":"hard",
               "status":"passed","score":1.0,"observed":9740,"threshold":1,"affected":0,"total":9740,
               "message":"9740 records, at least 1 must be"}]}""";

    private final StubService workhorse = new StubService();
    private final TestSession session = new TestSession(Map.of("WORKHORSE_URL", workhorse.url()));

    @AfterEach
    void stop() {
        workhorse.close();
    }

    @Test
    void shouldShowTheChecksThatWereNotSimplyPassed() {
        workhorse.answer("GET /api/v1/ingestions/01/report", 200, REPORT);

        assertThat(session.run("data", "quality", "01")).isZero();
        assertThat(session.out()).isEqualTo("""
                ! standard load 01, quality: failed, 1 of 3 checks passed, 1 warning, 1 failed, lowest score 0.666

                status   table   column  rule             severity  score  affected     of  what was found
                RULE
                warning  movies          movies.accepted  hard      0.999         2  9,742  99.979 % of the records are good, at least 50 % must be
                failed   movies  year    movies.year      soft      0.666     3,247  9,740  33.333 % unknown, at most 10 % may be
                """.replace("RULE", "─".repeat(131)));

        session.run("data", "quality", "01", "--all");
        assertThat(session.out()).contains("passed   movies          movies.rows");
    }

    @Test
    void shouldListTheNewestReports() {
        workhorse.answer("GET /api/v1/quality/reports?limit=20&source=standard", 200, "{\"reports\":[" + REPORT + "]}");

        assertThat(session.run("data", "quality", "--source", "standard")).isZero();
        assertThat(session.out()).isEqualTo("""
                ingestion  source    outcome  checks                                                         judged
                ────────────────────────────────────────────────────────────────────────────────────────────────────────────────
                01         standard  failed   1 of 3 checks passed, 1 warning, 1 failed, lowest score 0.666  2026-01-31 12:00:00

                next: ./marquee data quality 01
                """);
    }

    @Test
    void shouldSayWhenTheLoadWasRefused() {
        workhorse.answer(
                "GET /api/v1/ingestions/01/report",
                200,
                "{\"ingestion_id\":\"01\",\"source\":\"imdb\",\"outcome\":\"refused\",\"score\":1.0,\"checks\":[]}");

        session.run("data", "quality", "01");
        assertThat(session.out())
                .isEqualTo(
                        "✗ imdb load 01, quality: refused, all 0 checks passed, lowest score 1; nothing was loaded\n");
    }
}
