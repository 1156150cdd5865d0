package io.marquee.workhorse.tracking.search;

import io.marquee.workhorse.tracking.store.SqlText;
import java.math.BigDecimal;

/** Conditions as SQL. Values become parameters; only column names, which the grammar holds, become text. */
public final class SearchSql {

    /** So many characters of a value are in the index. */
    private static final int INDEXED = 64;

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
     * @param table table {@code (owner, key, value)} with an index on {@code (key, left(value, 64))}
     * @param owner SQL expression of the owner
     */
    public static SqlText keyValue(String table, String owner, Comparison comparison) {
        return new SqlText(
                        "EXISTS (SELECT 1 FROM " + table + " kv WHERE kv.owner = " + owner + " AND kv.key = ? AND ",
                        comparison.field().key())
                .add(keyValue(comparison.operator(), comparison.operand()))
                .add(")");
    }

    /**
     * Equality goes through the index on the beginning of the value. Where the beginning is all there is, nothing else is
     * asked: a second condition that says the same would make the planner expect far fewer rows than there are.
     */
    private static SqlText keyValue(Operator operator, Operand operand) {
        if (operator != Operator.EQUAL || !(operand instanceof Operand.Text text)) {
            return compare("kv.value", operator, operand);
        }
        SqlText beginning = new SqlText("left(kv.value, " + INDEXED + ") = left(?, " + INDEXED + ")", text.value());
        return text.value().codePointCount(0, text.value().length()) < INDEXED
                ? beginning
                : beginning.add(" AND ").add(compare("kv.value", operator, operand));
    }
}
