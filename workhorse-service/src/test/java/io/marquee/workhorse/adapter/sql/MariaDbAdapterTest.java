package io.marquee.workhorse.adapter.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marquee.workhorse.adapter.AdapterException;
import io.marquee.workhorse.adapter.ListRows;
import io.marquee.workhorse.adapter.Rows;
import io.marquee.workhorse.adapter.WriteMode;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class MariaDbAdapterTest extends SqlAdapterContract {

    private static MariaDbServer server;

    @BeforeAll
    static void startServer() throws Exception {
        Assumptions.assumeTrue(MariaDbServer.runsHere(), "MariaDB's binaries are for Linux on x86-64");
        server = MariaDbServer.start();
    }

    @AfterAll
    static void stopServer() throws Exception {
        if (server != null) {
            server.close();
        }
    }

    @Override
    String uri() {
        return server.uri("mariadb");
    }

    @Test
    void shouldServeMysqlUrisWithTheDriverThatIsThere() throws IOException {
        assertThat(adapter(server.uri("mysql")).test()).startsWith("MariaDB 11.4");
    }

    @Test
    void shouldSayWhatToCheckWithoutThePassword() {
        assertFails(
                server.uri("mariadb", "wrong-secret", MariaDbServer.DATABASE),
                "the server refuses the user or the password; check both");
        assertFails(server.uri("mariadb", MariaDbServer.PASSWORD, "nowhere"), "nowhere");
        assertFails(
                "mariadb://u:wrong-secret@127.0.0.1:1/db",
                "the server does not answer; check host and port, and that it runs (");
    }

    private static void assertFails(String uri, String message) {
        assertThatThrownBy(() -> adapter(uri).test())
                .isInstanceOf(AdapterException.class)
                .hasMessageStartingWith("cannot connect to mariadb://")
                .hasMessageContaining(message)
                .hasMessageNotContaining("wrong-secret")
                .hasMessageNotContaining(MariaDbServer.PASSWORD)
                .hasNoCause();
    }

    @Test
    void shouldReadItsOwnTypes() throws IOException {
        List<@Nullable Object[]> read = rows("""
                SELECT CAST(5 AS UNSIGNED), CAST('2020-01-01 10:00:00' AS DATETIME), CAST('[1, "a"]' AS CHAR),
                       CAST(1.25 AS DECIMAL(5,2)), "double quoted", `t`.`x` FROM (SELECT 'y' AS x) AS t
                """);

        assertThat(read.getFirst()[1]).isEqualTo(Instant.parse("2020-01-01T10:00:00Z"));
        assertThat(read.getFirst()[2]).isEqualTo("[1, \"a\"]");
        assertThat(read.getFirst()[4]).isEqualTo("double quoted");
    }

    /** The result is 1.28 GB; the tests' heap would not hold it. */
    @Test
    void shouldStreamAResultThatIsLargerThanTheHeap() throws IOException {
        // Given
        adapter().write(target, ListRows.generated(PAIR, 2_000, i -> row(i, "x")), new WriteMode.Replace());
        long rows = 0;

        // When
        try (Rows result = adapter()
                .read("SELECT a.id, repeat(md5(a.id), 1000) AS title FROM " + target + " a, " + target
                        + " b WHERE b.id < 20")) {
            for (@Nullable Object[] row = result.next(); row != null; row = result.next()) {
                rows++;
            }
        }

        // Then
        assertThat(rows).isEqualTo(40_000);
        assertThat(40_000L * 32_000).isGreaterThan(Runtime.getRuntime().maxMemory());
    }
}
