package io.marquee.workhorse.storage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;

/** Files by key: raw archives, Parquet, model artefacts. Keys are relative paths with {@code /}, without {@code ..}. */
public interface ObjectStore {

    /** An object as a listing shows it. */
    record Entry(String key, long size) {}

    /** Stores a file under that key, replacing what was there; a reader never sees half of it. */
    void put(String key, Path file) throws IOException;

    /** Stores bytes under that key, replacing what was there. */
    void put(String key, byte[] bytes) throws IOException;

    /**
     * Opens an object for reading.
     *
     * @throws java.nio.file.NoSuchFileException when there is none
     */
    InputStream open(String key) throws IOException;

    /** Whether there is an object with exactly that key. */
    boolean exists(String key) throws IOException;

    /** Every object whose key starts with {@code prefix}, in key order. */
    List<Entry> list(String prefix) throws IOException;

    /** Removes an object; nothing happens when there is none. */
    void delete(String key) throws IOException;

    /** Where this store is, as a URI for people and metadata, for example {@code s3://marquee/}. */
    String uri();
}
