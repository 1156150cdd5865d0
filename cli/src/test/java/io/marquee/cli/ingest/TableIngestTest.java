package io.marquee.cli.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.marquee.cli.StubService;
import io.marquee.cli.TestSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableIngestTest {

    private final StubService workhorse = new StubService();
    private final TestSession session = new TestSession(Map.of("WORKHORSE_URL", workhorse.url()));

    @BeforeEach
    void accept() {
        workhorse.answer("POST /api/v1/ingestions", 202, "{\"ingestion_id\":\"01\",\"state\":\"running\"}");
    }

    @AfterEach
    void stop() {
        workhorse.close();
    }

    @Test
    void shouldSayWhereColumnsOfAFileBelong() {
        session.run(
                "ingest",
                "file",
                "films.tsv.gz",
                "--table",
                "movies",
                "--columns",
                "title=name,movie_id=id",
                "--delimiter",
                ";",
                "--detach");

        assertThat(workhorse.requests())
                .containsExactly(
                        "POST /api/v1/ingestions {\"source\":\"file\",\"source_uri\":\"/work folder/films.tsv.gz\","
                                + "\"options\":{\"table\":\"movies\",\"columns\":{\"title\":\"name\",\"movie_id\":\"id\"},"
                                + "\"delimiter\":\";\"},\"dry_run\":false}");
    }

    @Test
    void shouldLeaveUrisAsTheyAre() {
        session.run("ingest", "file", "s3://bucket/ratings-*.parquet", "--table", "ratings", "--detach");

        assertThat(workhorse.requests().getFirst()).contains("\"source_uri\":\"s3://bucket/ratings-*.parquet\"");
    }

    @Test
    void shouldTakeAQueryFromAFile(@TempDir Path folder) throws IOException {
        Path query = Files.writeString(folder.resolve("q.sql"), "SELECT 1\n");

        session.run(
                "ingest", "sql", "@" + query, "--connection", "postgresql://u:p@h/db", "--table", "movies", "--detach");
        session.run("ingest", "sql", "films", "--connection", "warehouse", "--table", "movies", "--detach");

        assertThat(workhorse.requests())
                .containsExactly(
                        "POST /api/v1/ingestions {\"source\":\"sql\",\"source_uri\":\"SELECT 1\\n\",\"options\":{"
                                + "\"table\":\"movies\",\"connection_uri\":\"postgresql://u:p@h/db\"},\"dry_run\":false}",
                        "POST /api/v1/ingestions {\"source\":\"sql\",\"source_uri\":\"films\",\"options\":{"
                                + "\"table\":\"movies\",\"connection\":\"warehouse\"},\"dry_run\":false}");
    }

    @Test
    void shouldEndWithTwoWhenTheTableIsNotSaid() {
        assertThat(session.run("ingest", "file", "x.csv")).isEqualTo(2);
        assertThat(session.err()).isEqualTo("""
                marquee: Missing required option: '--table=TABLE'
                See ./marquee ingest file --help
                """);
        assertThat(session.run("ingest", "sql", "@/no/such.sql", "--connection", "w", "--table", "movies"))
                .isEqualTo(1);
        assertThat(session.err()).isEqualTo("marquee: /no/such.sql cannot be read\n");
    }
}
