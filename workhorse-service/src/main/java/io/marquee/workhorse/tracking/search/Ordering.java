package io.marquee.workhorse.tracking.search;

/** One element of {@code order_by}. */
public record Ordering(Field field, boolean descending) {}
