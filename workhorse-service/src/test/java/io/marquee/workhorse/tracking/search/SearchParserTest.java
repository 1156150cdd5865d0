package io.marquee.workhorse.tracking.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marquee.workhorse.tracking.wire.ErrorCode;
import io.marquee.workhorse.tracking.wire.MlflowException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SearchParserTest {

    private static final SearchGrammar GRAMMAR = new SearchGrammar(
            Map.of(
                    "metrics", Field.Kind.METRIC,
                    "params", Field.Kind.PARAMETER,
                    "tags", Field.Kind.TAG,
                    "attribute", Field.Kind.ATTRIBUTE,
                    "dataset", Field.Kind.DATASET),
            Map.of(
                    "name", Attribute.text("n"),
                    "Run Name", Attribute.text("n"),
                    "run_id", Attribute.text("id").withOperators(Operator.OF_LISTED_TEXT),
                    "start_time", Attribute.number("s"),
                    "secret", Attribute.text("x").notOrderable()));

    @Test
    void shouldReadEachPartOfTheLanguage() {
        // When
        List<Comparison> comparisons = SearchParser.filter(
                "metrics.a.b>= -1.5e-3 and params.`x y/z` != 'it''s' AND tags.\"a-b\" ilike \"%x_\"\n"
                        + "AnD attribute.`Run Name` = 'n' AND start_time<10 AND run_id not in ('a' , 'b')"
                        + " AND dataset.context IN ('train')",
                GRAMMAR);

        // Then
        assertThat(comparisons)
                .containsExactly(
                        new Comparison(
                                new Field(Field.Kind.METRIC, "a.b"), Operator.GREATER_OR_EQUAL, number("-1.5e-3")),
                        new Comparison(
                                new Field(Field.Kind.PARAMETER, "x y/z"),
                                Operator.NOT_EQUAL,
                                new Operand.Text("it''s")),
                        new Comparison(new Field(Field.Kind.TAG, "a-b"), Operator.ILIKE, new Operand.Text("%x_")),
                        new Comparison(
                                new Field(Field.Kind.ATTRIBUTE, "Run Name"), Operator.EQUAL, new Operand.Text("n")),
                        new Comparison(new Field(Field.Kind.ATTRIBUTE, "start_time"), Operator.LESS, number("10")),
                        new Comparison(
                                new Field(Field.Kind.ATTRIBUTE, "run_id"),
                                Operator.NOT_IN,
                                new Operand.TextList(List.of("a", "b"))),
                        new Comparison(
                                new Field(Field.Kind.DATASET, "context"),
                                Operator.IN,
                                new Operand.TextList(List.of("train"))));
    }

    @Test
    void shouldTakeTextAsItStandsBetweenItsQuotes() {
        // When / Then
        assertThat(text("name = 'C:\\dir\\'")).isEqualTo("C:\\dir\\");
        assertThat(text("name = 'a\\'b'")).isEqualTo("a\\'b");
        assertThat(text("name = \"it's\"")).isEqualTo("it's");
        assertThat(text("name = ''")).isEmpty();
        assertThat(text("name = 'a AND b = ''c'''")).isEqualTo("a AND b = ''c''");
        assertThat(text("name = '영화 ✓'")).isEqualTo("영화 ✓");
    }

    @Test
    void shouldSelectEverythingWhenThereIsNoFilter() {
        // When / Then
        assertThat(SearchParser.filter(null, GRAMMAR)).isEmpty();
        assertThat(SearchParser.filter(" \n ", GRAMMAR)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "metrics.a > 1 OR metrics.b > 1",
                "(metrics.a > 1)",
                "NOT metrics.a > 1",
                "metrics.a > 1 AND",
                "AND metrics.a > 1",
                "metrics.a > 1 metrics.b > 1",
                "metrics.a > 1;",
                "metrics.a > 1; DROP TABLE tracking.run",
                "metrics.a > 1 -- comment",
                "metrics.a > 1 /* c */",
                "metrics.a",
                "metrics.a >",
                "> 1",
                "1 = 1",
                "'a' = 'a'",
                "metrics.a => 1",
                "metrics.a == 1",
                "metrics.a <> 1",
                "metrics.a LIKE '1'",
                "metrics.a IN ('1')",
                "metrics.a > '1'",
                "metrics.a > NaN",
                "metrics.a > 1x",
                "metrics.a > 1.2.3",
                "metrics.a > +1",
                "metrics.a > - 1",
                "metrics.a > (SELECT 1)",
                "metrics.a > 1e9999",
                "params.a > '1'",
                "params.a = 1",
                "params.a = b",
                "params.a = `b`",
                "params.a = 'b",
                "params.a = 'b' 'c'",
                "params.a IN ('b')",
                "params.a IS NULL",
                "params.a BETWEEN 'a' AND 'b'",
                "params. = 'a'",
                "params.`` = 'a'",
                "params.a-b = 'c'",
                "params.a/b = 'c'",
                "params .a = 'c'",
                "unknown.a = 'b'",
                "Metrics.a = 1",
                "nothing = 'a'",
                "attribute.nothing = 'a'",
                "name IN ('a')",
                "name > 'a'",
                "start_time = '1'",
                "start_time LIKE '1'",
                "run_id IN ()",
                "run_id IN 'a'",
                "run_id IN ('a',)",
                "run_id IN (,'a')",
                "run_id IN ('a' 'b')",
                "run_id IN (\"a\")",
                "run_id IN (a)",
                "run_id IN ('a'",
                "run_id NOT ('a')",
                "run_id = ('a')",
                "dataset.source = 'a'",
                "dataset.name > 'a'",
                "name = 'a' UNION SELECT 1",
                "name = 'a'' OR 1=1 --"
            })
    void shouldRefuseWhatIsNotOfTheLanguage(String filter) {
        // When / Then
        assertThatThrownBy(() -> SearchParser.filter(filter, GRAMMAR))
                .isInstanceOfSatisfying(MlflowException.class, refused -> assertThat(refused.code())
                        .isEqualTo(ErrorCode.INVALID_PARAMETER_VALUE));
    }

    @Test
    void shouldSayWhereAFilterGoesWrong() {
        // When / Then
        assertThatThrownBy(() -> SearchParser.filter("metrics.a > 1 OR metrics.b > 1", GRAMMAR))
                .hasMessage("Invalid clause in 'metrics.a > 1 OR metrics.b > 1', at 'OR metrics.b > 1':"
                        + " expected AND or the end");
    }

    @Test
    void shouldRefuseAFilterThatIsMadeToBeExpensive() {
        // When / Then
        assertThatThrownBy(() -> SearchParser.filter("a".repeat(10_001), GRAMMAR))
                .hasMessageContaining("at most 10000");
        assertThatThrownBy(() -> SearchParser.filter("name = 'a'" + " AND name = 'a'".repeat(50), GRAMMAR))
                .hasMessageContaining("at most 50 comparisons");
        assertThatThrownBy(() -> SearchParser.filter("name = '" + "''".repeat(4_000), GRAMMAR))
                .hasMessageContaining("a quote is not closed");
    }

    @Test
    void shouldReadOrders() {
        // When
        List<Ordering> orderings = SearchParser.orderBy(
                List.of("metrics.a.b DESC", "params.`x y` asc", " start_time ", "tags.\"k\"\tdesc"), GRAMMAR);

        // Then
        assertThat(orderings)
                .containsExactly(
                        new Ordering(new Field(Field.Kind.METRIC, "a.b"), true),
                        new Ordering(new Field(Field.Kind.PARAMETER, "x y"), false),
                        new Ordering(new Field(Field.Kind.ATTRIBUTE, "start_time"), false),
                        new Ordering(new Field(Field.Kind.TAG, "k"), true));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "metrics.a UP",
                "metrics.a DESC ASC",
                "metrics.a, params.b",
                "metrics.a; DROP TABLE x",
                "(metrics.a)",
                "1",
                "random()",
                "metrics.a DESC NULLS FIRST",
                "nothing",
                "secret",
                "dataset.name",
                "unknown.a"
            })
    void shouldRefuseWhatIsNoOrder(String clause) {
        // When / Then
        assertThatThrownBy(() -> SearchParser.orderBy(List.of(clause), GRAMMAR)).isInstanceOf(MlflowException.class);
    }

    @Test
    void shouldRefuseAnOrderThatNamesAFieldTwice() {
        // When / Then
        assertThatThrownBy(() -> SearchParser.orderBy(List.of("metrics.a", "metrics.`a` DESC"), GRAMMAR))
                .hasMessageContaining("duplicate fields");
    }

    private static String text(String filter) {
        return ((Operand.Text) SearchParser.filter(filter, GRAMMAR).getFirst().operand()).value();
    }

    private static Operand number(String text) {
        return new Operand.Number(new BigDecimal(text));
    }
}
