package io.marquee.workhorse.tracking.search;

/** One condition of a filter. The parser has made sure that the three fit together. */
public record Comparison(Field field, Operator operator, Operand operand) {}
