package io.marquee.cli.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.marquee.cli.StubService;
import io.marquee.cli.TestSession;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ExportCommandTest {

    private final StubService workhorse = new StubService();
    private final TestSession session = new TestSession(Map.of("WORKHORSE_URL", workhorse.url()));

    @AfterEach
    void stop() {
        workhorse.close();
    }

    @Test
    void shouldWriteATableToAFile() {
        workhorse
                .answer("POST /api/v1/exports", 202, "{\"export_id\":\"e\",\"state\":\"running\"}")
                .answer("GET /api/v1/exports/e", 200, """
                        {"export_id":"e","source":"movies","target":"/work folder/movies.parquet","state":"succeeded",
                         "rows":9742,"started_at":"2026-01-31T12:00:00Z","finished_at":"2026-01-31T12:00:00.4Z"}""");

        assertThat(session.run("data", "export", "movies", "movies.parquet")).isZero();
        assertThat(session.out()).isEqualTo("✓ 9,742 rows written to /work folder/movies.parquet in 0.4 s\n");
        assertThat(workhorse.requests().getFirst())
                .isEqualTo(
                        "POST /api/v1/exports {\"source\":\"movies\",\"target\":\"/work folder/movies.parquet\","
                                + "\"table\":null,\"mode\":\"replace\",\"keys\":null,\"format\":null,\"spreadsheet_safe\":false}");
    }

    @Test
    void shouldUpdateATableOfADatabase() {
        workhorse
                .answer("POST /api/v1/exports", 202, "{\"export_id\":\"e\",\"state\":\"running\"}")
                .answer(
                        "GET /api/v1/exports/e",
                        200,
                        "{\"export_id\":\"e\",\"state\":\"failed\",\"error\":\"no such table\"}");

        assertThat(session.run("data", "export", "movies", "warehouse", "--into", "films", "--keys", "movie_id"))
                .isEqualTo(1);
        assertThat(session.err()).isEqualTo("marquee: the export failed: no such table\n");
        assertThat(workhorse.requests().getFirst())
                .contains("\"target\":\"warehouse\",\"table\":\"films\",\"mode\":\"upsert\",\"keys\":[\"movie_id\"]");
    }

    @Test
    void shouldTryAConnection() {
        workhorse
                .answer("POST /api/v1/connections/test", 200, """
                        {"adapter":"SqlAdapter","uri":"postgresql://h/db","answer":"PostgreSQL 18.6"}""")
                .answer("POST /api/v1/connections/test", 502, "{\"detail\":\"'uri' does not answer\"}");

        assertThat(session.run("data", "connection", "postgresql://u:p@h/db")).isZero();
        assertThat(session.out()).isEqualTo("✓ postgresql://h/db answers: PostgreSQL 18.6\n");
        assertThat(session.run("data", "connection", "postgresql://u:p@h/db")).isEqualTo(1);
    }
}
