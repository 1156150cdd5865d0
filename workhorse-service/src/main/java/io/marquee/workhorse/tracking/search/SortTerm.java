package io.marquee.workhorse.tracking.search;

/**
 * One part of a total order.
 *
 * @param expression SQL expression, never null for any row
 * @param meaning what it stands for, with the key it was asked for; two searches with the same meanings share page tokens
 */
public record SortTerm(String expression, Type type, boolean descending, String meaning) {

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
        return new SortTerm(expression, Type.TEXT, descending, meaning);
    }

    public static SortTerm number(String expression, boolean descending, String meaning) {
        return new SortTerm(expression, Type.LONG, descending, meaning);
    }
}
