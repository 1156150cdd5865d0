package io.marquee.workhorse.tracking.search;

import java.util.EnumSet;
import java.util.Set;

/** How two values are compared. */
public enum Operator {
    EQUAL("="),
    NOT_EQUAL("!="),
    GREATER(">"),
    GREATER_OR_EQUAL(">="),
    LESS("<"),
    LESS_OR_EQUAL("<="),
    LIKE("LIKE"),
    ILIKE("ILIKE"),
    IN("IN"),
    NOT_IN("NOT IN");

    /** For numbers. */
    public static final Set<Operator> OF_NUMBERS =
            Set.copyOf(EnumSet.of(EQUAL, NOT_EQUAL, GREATER, GREATER_OR_EQUAL, LESS, LESS_OR_EQUAL));

    /** For text. */
    public static final Set<Operator> OF_TEXT = Set.copyOf(EnumSet.of(EQUAL, NOT_EQUAL, LIKE, ILIKE));

    /** For text that may also be looked up in a list. */
    public static final Set<Operator> OF_LISTED_TEXT =
            Set.copyOf(EnumSet.of(EQUAL, NOT_EQUAL, LIKE, ILIKE, IN, NOT_IN));

    private final String symbol;

    Operator(String symbol) {
        this.symbol = symbol;
    }

    /** As it is written in a filter, and in SQL. */
    public String symbol() {
        return symbol;
    }

    boolean takesList() {
        return this == IN || this == NOT_IN;
    }
}
