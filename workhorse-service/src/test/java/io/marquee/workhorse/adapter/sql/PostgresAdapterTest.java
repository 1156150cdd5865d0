package io.marquee.workhorse.adapter.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marquee.localstack.LocalStack;
import io.marquee.localstack.Part;
import io.marquee.workhorse.adapter.AdapterException;
import io.marquee.workhorse.adapter.Rows;
import io.marquee.workhorse.adapter.TypedRows;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PostgresAdapterTest extends SqlAdapterContract {

    private static LocalStack stack;

    @BeforeAll
    static void startServer() {
        stack = LocalStack.startForTests(Part.POSTGRES);
    }

    @AfterAll
    static void stopServer() {
        stack.close();
    }

    @Override
    String uri() {
        return uri(
                stack.environment().get("POSTGRES_PASSWORD"),
                stack.environment().get("POSTGRES_DB"));
    }

    private static String uri(String password, String database) {
        Map<String, String> environment = stack.environment();
        return "postgresql://" + environment.get("POSTGRES_USER") + ":" + password + "@"
                + environment.get("POSTGRES_HOST") + ":" + environment.get("POSTGRES_PORT") + "/" + database;
    }

    @Test
    void shouldSayWhatToCheckWithoutThePassword() {
        String port = stack.environment().get("POSTGRES_PORT");
        String database = stack.environment().get("POSTGRES_DB");

        assertFails(uri("wrong-secret", database), "the server refuses the user or the password; check both");
        assertFails(
                uri(stack.environment().get("POSTGRES_PASSWORD"), "nowhere"),
                "there is no such database; check its name");
        assertFails(
                uri("wrong-secret", database).replace(":" + port + "/", ":1/"),
                "the server does not answer; check host and port, and that it runs (");
        assertFails(
                "postgresql://u:wrong-secret@no-such-host.invalid/db",
                "the server does not answer; check host and port, and that it runs (");
    }

    private static void assertFails(String uri, String message) {
        assertThatThrownBy(() -> adapter(uri).test())
                .isInstanceOf(AdapterException.class)
                .hasMessageStartingWith("cannot connect to postgresql://")
                .hasMessageContaining(message)
                .hasMessageNotContaining("wrong-secret")
                .hasNoCause();
    }

    @Test
    void shouldReadWhatOtherClientsWrite() throws IOException {
        List<@Nullable Object[]> read = rows("""
                SELECT 1::smallint, (2::real / 3)::real, 1.10::numeric(5,2), '2020-01-01 10:00+02'::timestamptz,
                       '2020-01-01 10:00'::timestamp, ARRAY[1,2]::int[], '{"a": 1}'::jsonb, 'x'::char(3), '\\x0aff'::bytea,
                       NULL::text[], true, '12:00'::time, '00000000-0000-0000-0000-000000000001'::uuid
                """);

        assertThat(read.getFirst())
                .containsExactly(
                        1L,
                        0.6666667,
                        new java.math.BigDecimal("1.10"),
                        Instant.parse("2020-01-01T08:00:00Z"),
                        Instant.parse("2020-01-01T10:00:00Z"),
                        List.of("1", "2"),
                        "{\"a\": 1}",
                        "x  ",
                        "0aff",
                        null,
                        true,
                        "12:00:00",
                        "00000000-0000-0000-0000-000000000001");
    }

    /** The result is some 600 MB; the tests' heap would not hold half of it. */
    @Test
    void shouldStreamAResultThatIsLargerThanTheHeap() throws IOException {
        long rows = 0;
        long heap = Runtime.getRuntime().maxMemory();

        try (Rows result = TypedRows.of(
                adapter()
                        .read(
                                "SELECT n AS id, repeat(md5(n::text), 1000) AS title FROM generate_series(1, 40000) AS n"),
                PAIR)) {
            for (@Nullable Object[] row = result.next(); row != null; row = result.next()) {
                rows++;
            }
        }

        assertThat(rows).isEqualTo(40_000);
        assertThat(40_000L * 32_000).isGreaterThan(heap);
    }
}
