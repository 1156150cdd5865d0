package io.marquee.workhorse.ingestion;

/** Judges one row by itself: required fields, types, ranges. Rows are compared with each other by the loader. */
@FunctionalInterface
interface RowValidator<T> {

    RowVerdict<T> check(CsvRow row);
}
