package io.marquee.workhorse.tracking.search;

import java.util.Set;

/**
 * A built-in attribute of a kind of thing.
 *
 * @param column SQL expression that holds it
 * @param type what it holds
 * @param operators what filters may do with it; none when it can only be ordered by
 * @param orderable whether {@code order_by} may name it
 */
public record Attribute(String column, Type type, Set<Operator> operators, boolean orderable) {

    /** What a column holds. */
    public enum Type {
        TEXT,
        NUMBER
    }

    public static Attribute text(String column) {
        return new Attribute(column, Type.TEXT, Operator.OF_TEXT, true);
    }

    public static Attribute number(String column) {
        return new Attribute(column, Type.NUMBER, Operator.OF_NUMBERS, true);
    }

    public Attribute withOperators(Set<Operator> others) {
        return new Attribute(column, type, others, orderable);
    }

    public Attribute notOrderable() {
        return new Attribute(column, type, operators, false);
    }
}
