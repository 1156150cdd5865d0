package io.marquee.workhorse.adapter.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.marquee.workhorse.adapter.sql.QueryVerdict.ReadOnly;
import io.marquee.workhorse.adapter.sql.QueryVerdict.Refused;
import io.marquee.workhorse.adapter.sql.QueryVerdict.TableName;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ReadOnlyGuardTest {

    private record Sql(Dialect dialect, String text) {}

    private static Stream<Sql> in(Dialect dialect, String... texts) {
        return Arrays.stream(texts).map(text -> new Sql(dialect, text));
    }

    static Stream<Sql> queries() {
        return Stream.of(
                        in(
                                Dialect.POSTGRESQL,
                                "SELECT 1",
                                "select * from movies;",
                                "SELECT 1 ; -- done\n",
                                "  \n\tSELECT a, b FROM s.t WHERE a > 1 ORDER BY b DESC NULLS LAST LIMIT 10 OFFSET 5",
                                "SELECT 'UPDATE movies SET title = 1'",
                                "SELECT 'DELETE FROM x; DROP TABLE y; --' AS text",
                                "SELECT 'it''s' , '/* no comment */', '-- neither'",
                                "SELECT \"delete\", \"into\" FROM \"update\"",
                                "SELECT deleted, updated_at, insert_count FROM drops",
                                "SELECT a /* INTO outfile */ FROM t -- FOR UPDATE",
                                "WITH x AS (SELECT 1 AS a) SELECT a FROM x",
                                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5) SELECT i FROM n",
                                "VALUES (1, 'a'), (2, 'b')",
                                "TABLE movies",
                                "(SELECT 1) UNION (SELECT 2) EXCEPT SELECT 3",
                                "SELECT (SELECT max(x) FROM t) + 1, EXISTS (SELECT 1 FROM u)",
                                "SELECT * FROM a JOIN b USING (id) LEFT JOIN LATERAL (SELECT 1) c ON true",
                                "SELECT a::text, b::timestamptz, c ->> 'k', d #> '{x}' FROM t WHERE e @> '{}' AND f ~ 'x'",
                                "SELECT ARRAY[1, 2], a[1] FROM t WHERE b = ANY(ARRAY['x'])",
                                "SELECT count(*) FILTER (WHERE a > 1), sum(b) OVER (PARTITION BY c ORDER BY d) FROM t",
                                "SELECT * FROM events WHERE dt >= DATE '2026-01-01' AND dt < '2026-02-01' LIMIT 1000",
                                "SELECT E'tab\\t' , 'back\\slash', N'n', x'ff'",
                                "SELECT extract(epoch FROM rated_at), coalesce(a, b), lower(c) FROM t",
                                "SELECT * FROM generate_series(1, 10) AS n, unnest(genres) WITH ORDINALITY",
                                "SELECT a$b FROM t$1",
                                "SELECT DISTINCT ON (a) a, b FROM t TABLESAMPLE SYSTEM (10)",
                                "SELECT CASE WHEN a > 1 THEN 'x' ELSE 'y' END FROM t GROUP BY ROLLUP (a) HAVING count(*) > 1",
                                "SELECT currval('s'), current_setting('x'), now()"),
                        in(
                                Dialect.MARIADB,
                                "SELECT `delete` FROM `t`",
                                "SELECT \"a string; here\" FROM t",
                                "SELECT a FROM t -- comment",
                                "SELECT group_concat(a), ifnull(b, 0), date_format(c, '%Y') FROM t LIMIT 5, 10"),
                        in(
                                Dialect.SQLITE,
                                "SELECT [a b], `c`, \"d\" FROM t WHERE e LIKE 'x%'",
                                "SELECT strftime('%Y', a), json_extract(b, '$.c') FROM t"),
                        in(
                                Dialect.SQLSERVER,
                                "SELECT TOP 10 [order id] FROM [dbo].[orders] WHERE [a] = N'x'",
                                "SELECT a FROM t WITH (NOLOCK)"),
                        in(Dialect.BIGQUERY, "SELECT * FROM `project.dataset.table` WHERE dt = '2026-01-01'"),
                        in(
                                Dialect.SNOWFLAKE,
                                "SELECT a, b FROM db.schema.t QUALIFY row_number() OVER (ORDER BY a) = 1"))
                .flatMap(stream -> stream);
    }

    static Stream<Sql> others() {
        return Stream.of(
                        in(
                                Dialect.POSTGRESQL,
                                "",
                                " ; ",
                                "-- nothing",
                                "DELETE\tFROM movies",
                                "DELETE/**/FROM movies",
                                "dElEtE FROM movies",
                                "INSERT INTO t VALUES (1)",
                                "UPDATE t SET a = 1",
                                "MERGE INTO t USING s ON t.a = s.a WHEN MATCHED THEN DELETE",
                                "TRUNCATE t",
                                "DROP TABLE t",
                                "CREATE TABLE t (a int)",
                                "CREATE TABLE t AS SELECT 1",
                                "ALTER TABLE t ADD b int",
                                "GRANT ALL ON t TO public",
                                "COPY t TO PROGRAM 'id'",
                                "COPY (SELECT 1) TO '/tmp/x'",
                                "CALL p()",
                                "DO 'BEGIN END'",
                                "SET ROLE postgres",
                                "RESET ALL",
                                "BEGIN",
                                "COMMIT",
                                "LOCK TABLE t",
                                "VACUUM",
                                "EXPLAIN ANALYZE DELETE FROM t",
                                "EXECUTE prepared",
                                "PREPARE p AS DELETE FROM t",
                                "LISTEN x",
                                "NOTIFY x",
                                "REFRESH MATERIALIZED VIEW v",
                                "SELECT 1; SELECT 2",
                                "SELECT 1; DROP TABLE t",
                                "SELECT 1;; SELECT 2",
                                "SELECT 1; /* x */ DELETE FROM t",
                                "SELECT * INTO t2 FROM t",
                                "SELECT a INTO TEMP x FROM t",
                                "SELECT * FROM (SELECT a INTO b FROM c) d",
                                "SELECT * FROM t FOR UPDATE",
                                "SELECT * FROM t FOR SHARE",
                                "SELECT * FROM t FOR NO KEY UPDATE",
                                "SELECT * FROM t FOR UPDATE SKIP LOCKED",
                                "SELECT (SELECT a FROM t FOR UPDATE)",
                                "WITH x AS (DELETE FROM t RETURNING *) SELECT * FROM x",
                                "WITH x AS (INSERT INTO t VALUES (1) RETURNING *) SELECT * FROM x",
                                "WITH x AS (UPDATE t SET a = 1 RETURNING *) SELECT * FROM x",
                                "WITH x AS (SELECT 1) DELETE FROM t",
                                "WITH x AS (SELECT 1) INSERT INTO t SELECT * FROM x",
                                "SELECT * FROM (WITH x AS (DELETE FROM t RETURNING *) SELECT * FROM x) y",
                                "SELECT pg_read_file('/etc/passwd')",
                                "SELECT PG_Read_File ('/etc/passwd')",
                                "SELECT pg_catalog.pg_read_file('/etc/passwd')",
                                "SELECT \"pg_read_file\"('/etc/passwd')",
                                "SELECT pg_catalog . \"pg_read_file\" ('/etc/passwd')",
                                "SELECT pg_read_file/**/('/etc/passwd')",
                                "SELECT * FROM pg_ls_dir('/')",
                                "SELECT * FROM pg_read_binary_file('x') AS f",
                                "SELECT lo_import('/etc/passwd')",
                                "SELECT lo_export(1, '/tmp/x')",
                                "SELECT * FROM dblink('host=x', 'DELETE FROM t') AS t(a int)",
                                "SELECT dblink_exec('host=x', 'DELETE FROM t')",
                                "SELECT pg_sleep(100)",
                                "SELECT pg_sleep_for('1 hour')",
                                "SELECT 1 WHERE pg_sleep(1) IS NULL",
                                "SELECT set_config('role', 'postgres', false)",
                                "SELECT nextval('s')",
                                "SELECT setval('s', 1)",
                                "SELECT pg_terminate_backend(1)",
                                "SELECT pg_reload_conf()",
                                "SELECT pg_advisory_lock(1)",
                                "SELECT pg_try_advisory_xact_lock(1)",
                                "SELECT pg_notify('a', 'b')",
                                "SELECT query_to_xml('DELETE FROM t', true, true, '')",
                                "SELECT ts_stat('DELETE FROM t')",
                                "SELECT * FROM crosstab('DELETE FROM t')",
                                "SELECT a FROM t ORDER BY pg_sleep(1)",
                                "SELECT CASE WHEN true THEN nextval('s') END",
                                "SELECT coalesce((SELECT max(setval('s', 1)) FROM t), 0)",
                                "SELECT NEXT VALUE FOR s",
                                "SELECT $$text$$",
                                "SELECT $tag$; DELETE FROM t; --$tag$",
                                "SELECT U&'\\0027'",
                                "SELECT U&\"d\\0061t\"",
                                "SELECT E'\\' ' , 1; DELETE FROM t --'",
                                "SELECT E'\\'; DELETE FROM t; --'",
                                "SELECT '\\'' ; DELETE FROM t; --'",
                                "SELECT q'{' ; DELETE FROM t; --}'",
                                "SELECT Q'[' ; DELETE FROM t; --]'",
                                "SELECT 'a",
                                "SELECT \"a",
                                "SELECT /* a",
                                "SELECT /* /* */ 1; DELETE FROM t; */ 2",
                                "SELECT 1 --\r; DELETE FROM t",
                                "SELECT `a` FROM t",
                                "SELECT {fn now()}",
                                "{call p()}",
                                "SELECT \\d",
                                "SELECT 1 \0",
                                "FROM t |> DROP a",
                                "SELEC 1",
                                "SELECT FROM WHERE",
                                "SELECT 1)",
                                "((((SELECT 1",
                                "explain select 1",
                                "SHOW ALL"),
                        in(
                                Dialect.MARIADB,
                                "SELECT load_file('/etc/passwd')",
                                "SELECT * FROM t INTO OUTFILE '/tmp/x'",
                                "SELECT a INTO DUMPFILE '/tmp/x' FROM t",
                                "SELECT a INTO @v FROM t",
                                "SELECT sleep(10)",
                                "SELECT benchmark(1000000000, sha1('x'))",
                                "SELECT get_lock('a', 10)",
                                "SELECT @a := 1",
                                "SELECT 1 /*! ; DELETE FROM t */",
                                "SELECT 1 /*!50000 INTO OUTFILE '/tmp/x' */",
                                "SELECT 1 /*M! INTO OUTFILE '/tmp/x' */",
                                "SELECT 'a\\'; DELETE FROM t; -- '",
                                "SELECT \"a\\\"; DELETE FROM t; -- \"",
                                "SELECT 1 # comment\n; DELETE FROM t",
                                "SELECT 1--1",
                                "SELECT * FROM t LOCK IN SHARE MODE",
                                "SELECT * FROM t FOR UPDATE",
                                "SELECT last_insert_id(5)",
                                "LOAD DATA INFILE '/etc/passwd' INTO TABLE t",
                                "REPLACE INTO t VALUES (1)",
                                "HANDLER t OPEN",
                                "DO sleep(1)"),
                        in(
                                Dialect.SQLITE,
                                "ATTACH 'x.db' AS x",
                                "PRAGMA writable_schema = 1",
                                "SELECT load_extension('x')",
                                "SELECT writefile('x', 'y')",
                                "SELECT ['] ; DELETE FROM t; --']",
                                "VACUUM INTO 'x.db'"),
                        in(
                                Dialect.SQLSERVER,
                                "EXEC xp_cmdshell 'id'",
                                "SELECT * FROM OPENROWSET(BULK '/etc/passwd', SINGLE_CLOB) AS x",
                                "SELECT * FROM OPENQUERY(server, 'DELETE FROM t')",
                                "SELECT 1 GO DELETE FROM t",
                                "SELECT ['];DELETE FROM t--'] FROM t",
                                "SELECT * INTO #x FROM t",
                                "WAITFOR DELAY '0:0:10'"),
                        in(
                                Dialect.BIGQUERY,
                                "SELECT '''a'; DELETE FROM t; --'''",
                                "SELECT * FROM EXTERNAL_QUERY('c', 'DELETE FROM t')",
                                "EXPORT DATA OPTIONS (uri = 'gs://x/*') AS SELECT 1"),
                        in(
                                Dialect.SNOWFLAKE,
                                "SELECT system$cancel_query('x')",
                                "COPY INTO @stage FROM t",
                                "PUT file:///etc/passwd @stage"))
                .flatMap(stream -> stream);
    }

    @ParameterizedTest
    @MethodSource("queries")
    void shouldTakeQueries(Sql sql) {
        assertThat(ReadOnlyGuard.judge(sql.text(), sql.dialect())).isInstanceOf(ReadOnly.class);
    }

    @ParameterizedTest
    @MethodSource("others")
    void shouldRefuseEverythingElse(Sql sql) {
        assertThat(ReadOnlyGuard.judge(sql.text(), sql.dialect())).isInstanceOf(Refused.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "DELETE FROM t|only SELECT, WITH, VALUES and TABLE statements are taken, at line 1, column 1",
                "SELECT a,¶  pg_sleep(1)|the function 'pg_sleep' does more than read, at line 2, column 3",
                "SELECT 1;¶DROP TABLE t|only one statement is taken, this is the start of a second one, at line 2, column 1",
                "SELECT a FROM WHERE b|'FROM' is not understood, at line 1, column 10",
                "SELECT 'a|a text in quotes does not end, at line 1, column 8",
                "SELECT * FROM t FOR UPDATE|a query must not lock rows (FOR UPDATE, FOR SHARE), at line 1, column 1",
                "SELECT 1 FROM (SELECT a INTO b FROM c) d|a query must not store its result (INTO), at line 1, column 16",
                "WITH x AS (DELETE FROM t RETURNING a) SELECT 1|a statement inside a query must be a query too, at line 1, column 11"
            })
    void shouldSayWhatIsWrongAndWhere(String sql, String reason) {
        assertThat(ReadOnlyGuard.judge(sql.replace('¶', '\n'), Dialect.POSTGRESQL))
                .isEqualTo(new Refused(reason));
    }

    @Test
    void shouldNameEachTableWhereverItStands() {
        String sql = "WITH x AS (SELECT 1 FROM catalog.movies) SELECT (SELECT max(a) FROM \"Odd\") FROM x"
                + " JOIN LATERAL (SELECT * FROM s.t) y ON y.a IN (SELECT b FROM public.\"u\")";

        assertThat(ReadOnlyGuard.judge(sql, Dialect.POSTGRESQL))
                .isEqualTo(new ReadOnly(
                        sql,
                        Set.of(
                                new TableName("catalog", "movies"),
                                new TableName(null, "Odd"),
                                new TableName(null, "x"),
                                new TableName("s", "t"),
                                new TableName("public", "u"))));
    }

    @Test
    void shouldGiveTheStatementWithoutItsSemicolon() {
        assertThat(ReadOnlyGuard.judge(" SELECT ';' ; -- end", Dialect.POSTGRESQL))
                .isEqualTo(new ReadOnly("SELECT ';'", Set.of()));
    }

    @Test
    @Timeout(20)
    void shouldNotBeHeldUpByTextsMadeToBeSlow() {
        assertThat(ReadOnlyGuard.judge("SELECT " + "(".repeat(5_000) + "1" + ")".repeat(5_000), Dialect.POSTGRESQL))
                .isInstanceOf(Refused.class);
        assertThat(ReadOnlyGuard.judge("SELECT " + "x,".repeat(60_000) + "x", Dialect.POSTGRESQL))
                .isInstanceOf(Refused.class);
    }
}
