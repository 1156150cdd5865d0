package io.marquee.cli.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.marquee.cli.StubService;
import io.marquee.cli.TestSession;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TmdbIngestTest {

    private static final String RUNNING = """
            {"crawl_id":"c","source":"tmdb","state":"running","phase":"fetching","steps_done":20,"steps_total":120,
             "steps_missing":0,"requests":21,"retries":1,"requests_per_second":2.4,"problems":[]}""";
    private static final String DONE = """
            {"crawl_id":"c","source":"tmdb","state":"succeeded","phase":"ingesting","steps_done":1205,"steps_total":1205,
             "steps_missing":3,"requests":1210,"retries":5,"waited_seconds":481.04,"active_seconds":502.5,
             "requests_per_second":2.408,"resumed":1,"ingestion_id":"i","created_at":"2026-01-31T12:00:00Z",
             "problems":[{"at":"2026-01-31T12:05:00Z","step":"details 603","attempt":1,"reason":"429, wait 2 s"}]}""";

    private final StubService workhorse = new StubService();
    private final TestSession session = new TestSession(Map.of("WORKHORSE_URL", workhorse.url()));

    @AfterEach
    void stop() {
        workhorse.close();
    }

    @Test
    void shouldWatchACrawlAndSayWhatCameOfIt() {
        workhorse
                .answer("POST /api/v1/crawls", 202, RUNNING)
                .answer("GET /api/v1/crawls/c", 200, RUNNING)
                .answer("GET /api/v1/crawls/c", 200, DONE);

        assertThat(session.run(
                        "ingest",
                        "tmdb",
                        "--lists",
                        "popular,top_rated",
                        "--years",
                        "2020-2022,1999",
                        "--pages",
                        "1-5"))
                .isZero();
        assertThat(session.out()).isEqualTo("""
                ✓ crawl c of tmdb is complete: 1,210 requests in 8 min 23 s, 2.4 requests/s

                steps   done  not known  requests  retries     waited  resumed
                ──────────────────────────────────────────────────────────────
                1,205  1,205          3     1,210        5  8 min 1 s        1

                Failed attempts, the newest first
                at                   step         attempt  reason
                ────────────────────────────────────────────────────────
                2026-01-31 12:05:00  details 603        1  429, wait 2 s

                next: ./marquee data ingestions i
                """);
        assertThat(workhorse.requests().getFirst())
                .isEqualTo("POST /api/v1/crawls {\"source\":\"tmdb\",\"lists\":[\"popular\",\"top_rated\"],"
                        + "\"years\":[2020,2021,2022,1999],\"pages\":\"1-5\"}");
    }

    @Test
    void shouldSayHowToGoOnWhenACrawlFails() {
        workhorse.answer("POST /api/v1/crawls", 202, RUNNING).answer("GET /api/v1/crawls/c", 200, """
                        {"crawl_id":"c","source":"tmdb","state":"failed","error":"TMDB refuses the key (401)","problems":[]}""");

        assertThat(session.run("ingest", "tmdb", "--changes")).isEqualTo(1);
        assertThat(session.out())
                .startsWith("✗ crawl c of tmdb failed: TMDB refuses the key (401)\n")
                .endsWith("\nnext: ./marquee ingest tmdb --resume c\n");
        assertThat(workhorse.requests().getFirst())
                .isEqualTo("POST /api/v1/crawls {\"source\":\"tmdb\",\"changes\":true}");
    }

    @Test
    void shouldLetACrawlGoOn() {
        workhorse.answer("POST /api/v1/crawls/c/resume", 202, RUNNING);

        assertThat(session.run("ingest", "tmdb", "--resume", "c", "--detach")).isZero();
        assertThat(session.out()).isEqualTo("✓ crawl c has started\n\nnext: ./marquee data crawls c\n");
    }

    @Test
    void shouldRefuseYearsThatAreNone() {
        assertThat(session.run("ingest", "tmdb", "--years", "2024-2020")).isEqualTo(2);
        assertThat(session.err()).isEqualTo("marquee: --years must rise, from 1874 to 2100, got: 2024-2020\n");
        assertThat(session.run("ingest", "tmdb", "--years", "20")).isEqualTo(2);
        assertThat(session.err()).isEqualTo("marquee: --years must be such as 2020-2024 or 1999,2003, got: 20\n");
    }

    @Test
    void shouldListCrawls() {
        workhorse.answer("GET /api/v1/crawls?limit=20", 200, "{\"crawls\":[" + DONE + "]}");

        assertThat(session.run("data", "crawls")).isZero();
        assertThat(session.out()).isEqualTo("""
                crawl  source  state       done     of  requests  retries  a second  begun
                ────────────────────────────────────────────────────────────────────────────────────────
                c      tmdb    succeeded  1,205  1,205     1,210        5      2.41  2026-01-31 12:00:00
                """);
    }
}
