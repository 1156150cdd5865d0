package io.marquee.workhorse.tracking.search;

import io.marquee.workhorse.tracking.store.SqlText;
import java.math.BigDecimal;

/** Conditions as SQL. Values become parameters; only column names, which the grammar holds, become text. */
public final class SearchSql {

    /** So many characters of a value are its head. */
    private static final int HEAD = 64;

    private SearchSql() {}

    /** {@code expression operator value} for text or numbers. */
    public static SqlText compare(String expression, Operator operator, Operand operand) {
        return switch (operand) {
            // No escape character: '%' and '_' are the only two with a meaning in MLflow's patterns.
            case Operand.Text text ->
                operator == Operator.LIKE || operator == Operator.ILIKE
                        ? new SqlText(expression + " " + operator.symbol() + " ? ESCAPE ''", text.value())
                        : new SqlText(expression + " " + operator.symbol() + " ?", text.value());
            case Operand.Number number -> new SqlText(expression + " " + operator.symbol() + " ?", sqlNumber(number));
            case Operand.TextList list -> {
                String quantifier = operator == Operator.IN ? " = ANY(?)" : " <> ALL(?)";
                yield new SqlText(
                        expression + quantifier, (Object) list.values().toArray(String[]::new));
            }
        };
    }

    /** The same for a column of 64-bit integers: an integer stays one, so that an index on the column is of use. */
    private static Object sqlNumber(Operand.Number number) {
        BigDecimal value = number.value();
        try {
            return value.longValueExact();
        } catch (ArithmeticException e) {
            return value;
        }
    }

    /**
     * Whether a tag or parameter fulfils the comparison; nothing without that key does, also not with {@code !=}.
     *
     * @param table table {@code (owner, key, value)}
     * @param owner SQL expression of the owner
     */
    public static SqlText keyValue(String table, String owner, Comparison comparison) {
        return keyValue(table, owner, comparison, compare("kv.value", comparison.operator(), comparison.operand()));
    }

    /**
     * The same for a table that also has {@code head}, the first {@value #HEAD} characters of the value, and an index on
     * {@code (key, head, owner)}. Where the beginning is all there is, nothing else is asked: the index then answers alone,
     * and a second condition that says the same would make the planner expect far fewer rows than there are.
     */
    public static SqlText indexedKeyValue(String table, String owner, Comparison comparison) {
        if (isEqualHead(comparison)) {
            return keyValue(table, owner, comparison, equalHead(comparison));
        }
        SqlText whole = compare("kv.value", comparison.operator(), comparison.operand());
        return keyValue(
                table,
                owner,
                comparison,
                comparison.operator() == Operator.EQUAL && comparison.operand() instanceof Operand.Text(String value)
                        ? new SqlText("kv.head = left(?, " + HEAD + ") AND ", value).add(whole)
                        : whole);
    }

    /** Whether the head of a value says all about it. */
    public static boolean isEqualHead(Comparison comparison) {
        return comparison.operator() == Operator.EQUAL
                && comparison.operand() instanceof Operand.Text(String value)
                && value.codePointCount(0, value.length()) < HEAD;
    }

    /** That a row {@code kv} has that head. */
    public static SqlText equalHead(Comparison comparison) {
        return compare("kv.head", comparison.operator(), comparison.operand());
    }

    private static SqlText keyValue(String table, String owner, Comparison comparison, SqlText condition) {
        return new SqlText(
                        "EXISTS (SELECT 1 FROM " + table + " kv WHERE kv.owner = " + owner + " AND kv.key = ? AND ",
                        comparison.field().key())
                .add(condition)
                .add(")");
    }
}
