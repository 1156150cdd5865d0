package io.marquee.workhorse.adapter.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.marquee.workhorse.adapter.sql.QueryVerdict.ReadOnly;
import io.marquee.workhorse.adapter.sql.QueryVerdict.Refused;
import java.util.List;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.StringLength;

/** A forbidden thing is found wherever it stands; a text in quotes is never taken for anything else. */
class ReadOnlyGuardPropertyTest {

    /** Places of a query that hold an expression. */
    private static final List<String> AROUND_EXPRESSIONS = List.of(
            "SELECT %s",
            "SELECT a FROM t WHERE b = %s",
            "SELECT a FROM t ORDER BY %s",
            "SELECT a FROM t GROUP BY %s",
            "SELECT a FROM t GROUP BY a HAVING max(b) > %s",
            "SELECT a FROM t JOIN u ON %s = 1",
            "SELECT a FROM t JOIN LATERAL (SELECT %s AS c) u ON true",
            "SELECT CASE WHEN a = %s THEN 1 ELSE 2 END FROM t",
            "SELECT CASE a WHEN 1 THEN %s END FROM t",
            "SELECT coalesce(a, %s) FROM t",
            "SELECT CAST(%s AS text) FROM t",
            "SELECT (%s)::text FROM t",
            "SELECT a FROM t WHERE a IN (1, %s)",
            "SELECT a FROM t WHERE a BETWEEN 1 AND %s",
            "SELECT a FROM t WHERE EXISTS (SELECT %s)",
            "SELECT a FROM t WHERE NOT (a = %s OR b = 1)",
            "SELECT sum(a) OVER (PARTITION BY %s) FROM t",
            "SELECT sum(a) OVER (ORDER BY %s) FROM t",
            "SELECT count(*) FILTER (WHERE a = %s) FROM t",
            "SELECT ARRAY[%s]",
            "SELECT 1 UNION ALL SELECT %s",
            "VALUES (1), (%s)",
            "WITH x AS (SELECT %s AS a) SELECT a FROM x",
            "WITH x AS (VALUES (%s)) SELECT * FROM x",
            "SELECT * FROM (SELECT %s AS a) x",
            "SELECT a -> %s FROM t",
            "SELECT extract(year FROM %s)",
            "SELECT a FROM t WHERE a LIKE %s",
            "SELECT -%s",
            "SELECT 1 + 2 * %s",
            "SELECT 'a' || %s");

    private static final Pattern READS =
            Pattern.compile("select|with|values|table|from", Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

    /** Ways to wrap a query into an expression. */
    private static final List<String> NESTINGS = List.of(
            "(SELECT max(z) FROM (%s) q)",
            "(WITH y AS (%s) SELECT 1 FROM y)",
            "(SELECT 1 WHERE EXISTS (%s))",
            "(SELECT 1 WHERE 1 IN (%s))",
            "(SELECT 1 UNION (%s))");

    private static final List<String> FORBIDDEN_EXPRESSIONS = List.of(
            "pg_sleep(1)",
            "pg_catalog.pg_read_file('x')",
            "\"nextval\"('s')",
            "lo_import('x')",
            "(SELECT a INTO b FROM c)",
            "(SELECT a FROM c FOR UPDATE)",
            "(WITH w AS (DELETE FROM c RETURNING a) SELECT a FROM w)",
            "(WITH w AS (INSERT INTO c VALUES (1) RETURNING a) SELECT a FROM w)",
            "(WITH w AS (UPDATE c SET a = 1 RETURNING a) SELECT a FROM w)");

    @Provide
    Arbitrary<String> contexts() {
        Arbitrary<String> places = Arbitraries.of(AROUND_EXPRESSIONS);
        return Arbitraries.lazyOf(
                () -> places,
                () -> places,
                () -> places.flatMap(outer -> Arbitraries.of(NESTINGS)
                        .flatMap(nesting -> places.map(inner -> outer.formatted(nesting.formatted(inner))))));
    }

    @Property(tries = 250)
    void shouldFindWhatIsForbiddenInEachPlace(
            @ForAll("contexts") String context, @ForAll("forbidden") String forbidden) {
        assertThat(ReadOnlyGuard.judge(context.formatted(forbidden), Dialect.POSTGRESQL))
                .as(context.formatted(forbidden))
                .isInstanceOf(Refused.class);
    }

    @Provide
    Arbitrary<String> forbidden() {
        return Arbitraries.of(FORBIDDEN_EXPRESSIONS);
    }

    @Property(tries = 250)
    void shouldTakeTheSamePlacesWithoutIt(@ForAll("contexts") String context) {
        // Otherwise the property above would hold for a guard that refuses everything.
        assertThat(ReadOnlyGuard.judge(context.formatted("7"), Dialect.POSTGRESQL))
                .as(context.formatted("7"))
                .isInstanceOf(ReadOnly.class);
    }

    @Property(tries = 500)
    void shouldTakeAnyTextInQuotes(@ForAll("quotable") String text) {
        String literal = "'" + text.replace("'", "''") + "'";

        assertThat(ReadOnlyGuard.judge("SELECT " + literal + " AS a FROM t", Dialect.POSTGRESQL))
                .isInstanceOfSatisfying(ReadOnly.class, query -> assertThat(query.sql())
                        .isEqualTo("SELECT " + literal + " AS a FROM t"));
    }

    @Provide
    Arbitrary<String> quotable() {
        Arbitrary<String> pieces = Arbitraries.of(
                "DELETE FROM t",
                ";",
                "--",
                "/*",
                "*/",
                "'",
                "\"",
                "$$",
                " ",
                "\n",
                "U&",
                "INTO",
                "pg_sleep(1)",
                "ü",
                "기");
        return pieces.list().ofMaxSize(8).map(list -> String.join("", list));
    }

    @Property(tries = 1000)
    void shouldRefuseAnyTextThatReadsNothingAndSayWhy(
            @ForAll @StringLength(max = 60) String text, @ForAll Dialect dialect) {
        Assume.that(!READS.matcher(text).find());

        assertThat(ReadOnlyGuard.judge(text, dialect))
                .isInstanceOfSatisfying(QueryVerdict.Refused.class, refused -> assertThat(refused.reason())
                        .isNotBlank());
    }

    @Property(tries = 1000)
    void shouldNeverTakeASecondStatement(@ForAll("fragments") String text, @ForAll Dialect dialect) {
        // Whatever comes before, a statement that deletes outside of quotes and comments is not taken.
        String sql = text + "; DELETE FROM t";

        if (ReadOnlyGuard.judge(sql, dialect) instanceof ReadOnly) {
            assertThat(endsInsideQuotesOrComment(sql)).as(sql).isTrue();
        }
    }

    @Provide
    Arbitrary<String> fragments() {
        return Arbitraries.of(
                        "SELECT 1",
                        "'",
                        "''",
                        "\"",
                        "`",
                        "--",
                        "\n",
                        "\r",
                        "/*",
                        "*/",
                        "E",
                        "q",
                        "{",
                        "\\",
                        " a ",
                        "[",
                        "]",
                        "#",
                        "$$")
                .list()
                .ofMaxSize(7)
                .map(list -> "SELECT 1 " + String.join("", list));
    }

    /** An independent, simple reading of standard SQL. */
    private static boolean endsInsideQuotesOrComment(String sql) {
        char inside = 0;
        for (int i = 0; i < sql.length(); i++) {
            char character = sql.charAt(i);
            if (inside == 0) {
                if (sql.startsWith("--", i)) {
                    inside = '-';
                } else if (sql.startsWith("/*", i)) {
                    inside = '*';
                } else if (character == '\'' || character == '"' || character == '`') {
                    inside = character;
                }
            } else if (inside == '-' && character == '\n' || inside == character && "'\"`".indexOf(character) >= 0) {
                inside = 0;
            } else if (inside == '*' && sql.startsWith("*/", i)) {
                inside = 0;
                i++;
            }
        }
        return inside != 0;
    }
}
