package io.marquee.workhorse.ingestion.imdb;

import org.jspecify.annotations.Nullable;

/** What is remembered of a table that only adds to the titles, so that it can be joined to them as they go by. */
interface SideTable {

    /** Takes the rows of the table, one after the other. */
    @FunctionalInterface
    interface Taker {

        /** Remembers what is needed of a row with as many fields as the header; what is wrong with it, or null. */
        @Nullable
        String take(TsvReader row);
    }

    /**
     * Begins with the first row.
     *
     * @throws io.marquee.contract.problem.ProblemException when the header lacks a column
     */
    Taker start(TsvReader rows);
}
