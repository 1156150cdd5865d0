package io.marquee.workhorse.ingestion.source;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** What one ingestion reads: the tables of one source, already looked at, so that opening one is expected to work. */
public interface SourceDataset extends AutoCloseable {

    /** The name by which the catalogue remembers where a value came from: {@code movielens}, {@code tmdb}, {@code imdb} … */
    String source();

    /** Where it is, for people: a folder, a URI, a query. Never with a password. */
    String origin();

    /** In which of the source's forms it is, for people, when the source has several; empty otherwise. */
    default String form() {
        return "";
    }

    /**
     * Brings what is far away to this machine. Called once before the first table is opened, and never in a transaction, since
     * it may take long.
     */
    default void prepare() throws IOException {}

    /** In the order in which they are to be loaded: movies before links before ratings. */
    List<SourceTable> tables();

    /** Local files that are kept in the raw archive as they are; empty when the raw material is archived already. */
    List<Path> rawFiles();

    /** Lets go of connections and temporary files. */
    @Override
    default void close() throws IOException {}
}
