package io.marquee.workhorse.adapter;

import java.io.IOException;

/** Typed rows out of, and into, one kind of target. Each method uses a connection of its own. */
public interface DataAdapter {

    /** Where it leads, for people and for the records of what came from where; without password and options. */
    String origin();

    /**
     * Tries whether the target answers and lets us in.
     *
     * @return what answered, for example {@code PostgreSQL 18.6}
     * @throws AdapterException saying what is wrong
     */
    String test() throws IOException;

    /**
     * Reads.
     *
     * @param source a table or an inline query of a database; a path, URI or pattern of files
     * @throws AdapterException when it cannot be read at all; a failure in the middle comes from the rows
     */
    Rows read(String source) throws IOException;

    /**
     * Writes all rows or none.
     *
     * @param target a table; a path or URI of one file
     * @return how many rows were written
     */
    long write(String target, Rows rows, WriteMode mode) throws IOException;
}
