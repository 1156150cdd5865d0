package io.marquee.workhorse.tracking.search;

/**
 * One part of a total order.
 *
 * @param expression SQL expression, never null for any row
 * @param constant whether the expression is the same number for every row
 * @param meaning what it stands for, with the key it was asked for; two searches with the same meanings share page tokens
 */
public record SortTerm(String expression, Type type, boolean descending, boolean constant, String meaning) {

    /** How values are written into page tokens and read back. */
    public enum Type {
        TEXT("text"),
        LONG("bigint"),
        DOUBLE("double precision");

        private final String sqlName;

        Type(String sqlName) {
            this.sqlName = sqlName;
        }

        String sqlName() {
            return sqlName;
        }
    }

    public static SortTerm text(String expression, boolean descending, String meaning) {
        return new SortTerm(expression, Type.TEXT, descending, false, meaning);
    }

    public static SortTerm number(String expression, boolean descending, String meaning) {
        return new SortTerm(expression, Type.LONG, descending, false, meaning);
    }

    public static SortTerm floating(String expression, boolean descending, String meaning) {
        return new SortTerm(expression, Type.DOUBLE, descending, false, meaning);
    }

    /** A part that is known to be the same for all rows of a query, ascending. */
    public static SortTerm constant(long value, String meaning) {
        return new SortTerm(Long.toString(value), Type.LONG, false, true, meaning);
    }
}
