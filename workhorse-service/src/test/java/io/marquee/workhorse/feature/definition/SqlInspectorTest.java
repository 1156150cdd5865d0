package io.marquee.workhorse.feature.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.marquee.workhorse.feature.definition.SqlInspector.RefusedException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SqlInspectorTest {

    private static SqlInspector inspector;

    @BeforeAll
    static void open() {
        inspector = SqlInspector.open();
    }

    @AfterAll
    static void close() {
        inspector.close();
    }

    @Test
    void shouldSayWhichTablesAQueryReadsAtAnyDepth() throws RefusedException {
        assertThat(inspector.tablesOf("""
                        WITH RECURSIVE steps AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM steps WHERE n < 3),
                        own AS MATERIALIZED (SELECT * FROM Ratings)
                        SELECT list(x ORDER BY y), count(*) FILTER (a > 1) OVER w
                        FROM own ASOF JOIN movies USING (movie_id), unnest([1, 2]), range(3), steps, (VALUES (1))
                        WHERE EXISTS (SELECT 1 FROM interactions WHERE user_id = own.user_id)
                        WINDOW w AS (PARTITION BY x)
                        QUALIFY row_number() OVER () = 1;
                        """)).containsExactly("interactions", "movies", "ratings");
        assertThat(inspector.tablesOf("FROM ratings UNION ALL FROM movies")).containsExactly("movies", "ratings");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DELETE FROM ratings",
                "INSERT INTO ratings SELECT * FROM ratings",
                "UPDATE ratings SET rating = 1",
                "MERGE INTO ratings USING movies ON true WHEN MATCHED THEN DELETE",
                "CREATE TABLE other AS SELECT * FROM ratings",
                "DROP TABLE ratings",
                "TRUNCATE ratings",
                "COPY (SELECT * FROM ratings) TO 'ratings.csv'",
                "EXPORT DATABASE 'folder'",
                "ATTACH 'other.db'",
                "INSTALL httpfs",
                "LOAD httpfs",
                "SET threads = 1",
                "PRAGMA database_list",
                "CALL pragma_version()",
                "EXPLAIN ANALYZE SELECT 1",
                "BEGIN"
            })
    void shouldRefuseWhatIsNotAQuery(String sql) {
        assertThatThrownBy(() -> inspector.tablesOf(sql))
                .isInstanceOf(RefusedException.class)
                .hasMessage("the SQL must be a query, which only reads");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "SELECT 1; SELECT 2|the SQL must be one query, these are 2",
                "SELECT * FROM read_csv('/etc/passwd')|the SQL must read from the view's sources, not from read_csv()",
                "SELECT (SELECT content FROM read_text('/etc/passwd'))|the SQL must read from the view's sources, not from read_text()",
                "SELECT * FROM 'rows.parquet'|the SQL must read from the view's sources, not from 'rows.parquet'",
                "WITH \"rows.parquet\" AS (SELECT 1) SELECT * FROM \"rows.parquet\"|the SQL must read from the view's sources, not from 'rows.parquet'",
                "SELECT * FROM information_schema.tables|the SQL must read from the view's sources, not from 'tables'",
                "SELECT * FROM query('DELETE FROM ratings')|the SQL must read from the view's sources, not from query()",
                "SELECT * FROM duckdb_secrets()|the SQL must read from the view's sources, not from duckdb_secrets()",
                "SELECT * FROM (DESCRIBE ratings)|the SQL must read from tables, not from show_ref",
                "SELECT random() FROM ratings|the SQL must give the same rows each time, which random() does not",
                "SELECT now() FROM ratings|the SQL must give the same rows each time, which now() does not",
                "SELECT current_date FROM ratings|the SQL must give the same rows each time, which current_date() does not",
                "SELECT nextval('s')|the SQL must give the same rows each time, which nextval() does not"
            })
    void shouldRefuseQueriesThatReachBeyondTheSourcesOrAreUnsteady(String sql, String reason) {
        assertThatThrownBy(() -> inspector.tablesOf(sql))
                .isInstanceOf(RefusedException.class)
                .hasMessage(reason);
    }

    @Test
    void shouldSayOnWhichLineTheSqlIsWrong() {
        assertThat(catchThrowableOfType(RefusedException.class, () -> inspector.tablesOf("SELECT\n  a,\n  b c d\n"))
                        .line())
                .isEqualTo(2);
        assertThat(catchThrowableOfType(
                                RefusedException.class, () -> inspector.tablesOf("SELECT a\nFROM ratings,\n glob('*')"))
                        .line())
                .isEqualTo(2);
    }
}
