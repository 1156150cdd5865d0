package io.marquee.workhorse.tracking.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.marquee.workhorse.tracking.search.Comparison;
import io.marquee.workhorse.tracking.search.SearchParser;
import io.marquee.workhorse.tracking.store.SqlText;
import io.marquee.workhorse.tracking.wire.MlflowException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Two thousand filters, sound ones and ones that were damaged, judged by the parser and by {@link FilterVerdict}. Every key
 * and value in them has {@code zq} or {@code 77} in it, so that it would be seen if one got into the text of the SQL.
 */
class FilterVerdictTest {

    private static final long SEED = 20_261_122;
    private static final int FILTERS = 2_000;
    private static final int ORDERS = 1_000;
    private static final Pattern FROM_A_REQUEST = Pattern.compile("zq|77|;|--", Pattern.CASE_INSENSITIVE);

    private static final List<String> PREFIXES = List.of(
            "metric",
            "metrics",
            "param",
            "params",
            "parameter",
            "parameters",
            "tag",
            "tags",
            "attribute",
            "attributes",
            "attr",
            "run",
            "dataset",
            "datasets",
            "Metrics",
            "unknown",
            "");
    private static final List<String> KEYS = List.of(
            "zq",
            "zq.zq",
            "`zq zq`",
            "\"zq-1\"",
            "`zq``zq`",
            "zq-",
            "영zq",
            "start_time",
            "end_time",
            "created",
            "run_id",
            "run_name",
            "`run name`",
            "\"Run Name\"",
            "status",
            "name",
            "digest",
            "`context`",
            "'zq'",
            "``");
    private static final List<String> OPERATORS = List.of(
            "=", "!=", ">", ">=", "<", "<=", "LIKE", "ilike", "IN", "not in", "NOT", "==", "<>", "IS", "~", "BETWEEN");
    private static final List<String> OPERANDS = List.of(
            "77",
            "-77.5",
            ".77",
            "77e-7",
            "1e77",
            "'zq'",
            "\"zq\"",
            "'zq''zq'",
            "'zq%_'",
            "('zq')",
            "('zq', 'zq2')",
            "('zq',)",
            "(\"zq\")",
            "()",
            "zq",
            "NaN",
            "0x77",
            "77.",
            "'zq\"zq'",
            "'zq",
            "NULL",
            "'zq; DROP TABLE zq --'");
    private static final List<String> JOINTS =
            List.of(" AND ", " and ", "\nAND\t", " OR ", " AND AND ", ", ", " && ", "; ", " UNION SELECT ");
    private static final String DAMAGE = " '\"`().,;=<>!%_-zq7\0\n";

    private final Random random = new Random(SEED);

    @Test
    void shouldAcceptExactlyTheFiltersOfTheLanguageAndWriteNoneOfTheirWordsIntoSql() {
        // Given
        int accepted = 0;
        int comparisons = 0;
        RunSearchSql sql = new RunSearchSql(key -> Optional.of(1), List.of(1L));
        for (int i = 0; i < FILTERS; i++) {
            String filter = filter();

            // When
            Optional<List<Comparison>> parsed = parsed(filter);

            // Then
            assertThat(parsed.isPresent()).as("filter %d: %s", i, filter).isEqualTo(FilterVerdict.accepts(filter));
            for (Comparison comparison : parsed.orElse(List.of())) {
                SqlText text = sql.condition(comparison);
                if (OwnerSets.canHold(comparison)) {
                    text.add(OwnerSets.contains("r.no", comparison));
                }
                assertThat(text.text()).as("SQL of filter %d: %s", i, filter).doesNotContainPattern(FROM_A_REQUEST);
                comparisons++;
            }
            accepted += parsed.isPresent() ? 1 : 0;
        }
        assertThat(accepted).as("sound filters among them").isBetween(FILTERS / 5, FILTERS * 4 / 5);
        assertThat(comparisons).isGreaterThan(accepted);
    }

    @Test
    void shouldAcceptExactlyTheOrdersOfTheLanguageAndWriteNoneOfTheirWordsIntoSql() {
        // Given
        int accepted = 0;
        RunSearchSql sql = new RunSearchSql(key -> Optional.of(1), List.of(1L));
        for (int i = 0; i < ORDERS; i++) {
            String clause =
                    damaged(identifier() + pick(List.of("", " ", " ASC", " desc", "\tDESC ", " DESC ASC", ", zq")));

            // When
            boolean ok = true;
            try {
                sql.parts(
                                SearchParser.orderBy(List.of(clause), RunSearchSql.GRAMMAR),
                                new SqlText("TRUE"),
                                Optional.empty())
                        .forEach(part -> assertThat(
                                        part.select().text() + part.paging().orderBy())
                                .as(clause)
                                .doesNotContainPattern(FROM_A_REQUEST));
                accepted++;
            } catch (MlflowException e) {
                ok = false;
            }

            // Then
            assertThat(ok).as("order %d: %s", i, clause).isEqualTo(FilterVerdict.orders(clause));
        }
        assertThat(accepted).as("sound orders among them").isBetween(ORDERS / 5, ORDERS * 4 / 5);
    }

    private static Optional<List<Comparison>> parsed(String filter) {
        try {
            return Optional.of(SearchParser.filter(filter, RunSearchSql.GRAMMAR));
        } catch (MlflowException e) {
            return Optional.empty();
        }
    }

    private String filter() {
        List<String> parts = new ArrayList<>();
        int count = 1 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            parts.add(random.nextInt(8) == 0 ? wild() : sound());
        }
        String joint = random.nextInt(6) == 0 ? pick(JOINTS) : pick(JOINTS.subList(0, 3));
        return damaged(String.join(joint, parts));
    }

    /** A comparison of the language. */
    private String sound() {
        String space = pick(List.of("", " ", "  "));
        String text = space + pick(List.of("=", "!=", " LIKE ", " ilike ")) + space + pick(OPERANDS.subList(5, 9));
        String number = space + pick(OPERATORS.subList(0, 6)) + space + pick(OPERANDS.subList(0, 5));
        return switch (random.nextInt(6)) {
            case 0 -> pick(PREFIXES.subList(0, 2)) + "." + pick(KEYS.subList(0, 5)) + number;
            case 1 -> pick(PREFIXES.subList(2, 8)) + "." + pick(KEYS.subList(0, 5)) + text;
            case 2 -> pick(List.of("", "attr.", "run.")) + pick(KEYS.subList(7, 10)) + number;
            case 3 -> pick(List.of("", "attributes.")) + pick(List.of("run_name", "`run name`", "status")) + text;
            case 4 ->
                pick(List.of("run_id", "dataset.name", "datasets.`digest`"))
                        + pick(List.of(" IN ", " NOT  in ", " not in"))
                        + pick(OPERANDS.subList(9, 11));
            default -> "dataset.context" + text;
        };
    }

    private String wild() {
        return identifier() + pick(List.of("", " ")) + pick(OPERATORS) + pick(List.of("", " ")) + pick(OPERANDS);
    }

    private String identifier() {
        String prefix = pick(PREFIXES);
        return (prefix.isEmpty() ? "" : prefix + ".") + pick(KEYS);
    }

    /** One in three gets a character too many, too few, or another one. */
    private String damaged(String text) {
        if (random.nextInt(3) > 0 || text.isEmpty()) {
            return text;
        }
        int at = random.nextInt(text.length());
        char other = DAMAGE.charAt(random.nextInt(DAMAGE.length()));
        return switch (random.nextInt(3)) {
            case 0 -> text.substring(0, at) + text.substring(at + 1);
            case 1 -> text.substring(0, at) + other + text.substring(at);
            default -> text.substring(0, at) + other + text.substring(at + 1);
        };
    }

    private <T> T pick(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }
}
