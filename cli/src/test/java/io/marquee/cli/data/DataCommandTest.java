package io.marquee.cli.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.marquee.cli.StubService;
import io.marquee.cli.TestSession;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DataCommandTest {

    private final StubService workhorse = new StubService();
    private final TestSession session = new TestSession(Map.of("WORKHORSE_URL", workhorse.url()));

    @AfterEach
    void stop() {
        workhorse.close();
    }

    @Test
    void shouldListTheTablesOfTheCatalogue() {
        workhorse.answer("GET /api/v1/datasets", 200, """
                {"datasets":[{"name":"movies","rows":9742,"changed_at":"2026-01-31T12:00:04.2Z"},
                             {"name":"quarantine","rows":0,"changed_at":null}]}""");

        assertThat(session.run("data", "list")).isZero();
        assertThat(session.out()).isEqualTo("""
                table        rows  last changed
                ──────────────────────────────────────
                movies      9,742  2026-01-31 12:00:04
                quarantine      0  never
                """);
    }

    @Test
    void shouldListTheNewestIngestions() {
        workhorse.answer("GET /api/v1/ingestions?limit=2", 200, """
                {"ingestions":[
                 {"ingestion_id":"02","source":"imdb","state":"running","path":"/imdb","dry_run":true,
                  "movies":{"accepted":1200,"rejected":3},"ratings":{"accepted":0,"rejected":0},
                  "started_at":"2026-01-31T12:00:00Z","finished_at":null},
                 {"ingestion_id":"01","source":"movielens","state":"succeeded","path":"/data/ml-latest-small","dry_run":false,
                  "movies":{"accepted":9742,"rejected":0},"ratings":{"accepted":100836,"rejected":0},
                  "started_at":"2026-01-31T11:00:00Z","finished_at":"2026-01-31T11:00:04Z"}]}""");

        assertThat(session.run("data", "ingestions", "--limit", "2")).isZero();
        assertThat(session.out()).isEqualTo("""
                ingestion  source     state             accepted  rejected  started               took  where
                ─────────────────────────────────────────────────────────────────────────────────────────────────────────────
                02         imdb       running, dry run     1,200         3  2026-01-31 12:00:00         /imdb
                01         movielens  succeeded          110,578         0  2026-01-31 11:00:00  4.0 s  /data/ml-latest-small
                """);
    }

    @Test
    void shouldShowOneIngestionWhoseIdMayHoldAnything() {
        workhorse.answer("GET /api/v1/ingestions/a%2F%3Fb", 404, "{\"detail\":\"there is no ingestion_id a/?b\"}");

        assertThat(session.run("data", "ingestions", "a/?b")).isEqualTo(1);
        assertThat(session.err()).isEqualTo("marquee: there is no ingestion_id a/?b\n");
    }
}
