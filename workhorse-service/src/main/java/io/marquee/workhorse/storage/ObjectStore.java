package io.marquee.workhorse.storage;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Files by key: raw archives, Parquet, model artefacts, snapshots. Keys are relative paths with {@code /}, without
 * {@code ..}. Whatever way an object is stored, a reader sees all of the old one or all of the new one; a write that fails
 * in the middle leaves nothing. Safe for use by many threads.
 */
public interface ObjectStore {

    /** An object as a listing shows it. */
    record Entry(String key, long size) {}

    /** What an object consists of, given out piece by piece. */
    @FunctionalInterface
    interface Content {

        /** Writes all of it; the stream is closed by the caller. */
        void writeTo(OutputStream out) throws IOException;
    }

    /** Stores a file under that key, replacing what was there. */
    void put(String key, Path file) throws IOException;

    /** Stores bytes under that key, replacing what was there. */
    void put(String key, byte[] bytes) throws IOException;

    /**
     * Stores what is written, of any length and in bounded memory, replacing what was there.
     *
     * @throws IOException also the content's own, after which nothing has been stored
     */
    void write(String key, Content content) throws IOException;

    /** Stores a stream to its end, in bounded memory; the caller closes it. */
    default void put(String key, InputStream in) throws IOException {
        write(key, in::transferTo);
    }

    /**
     * Stores a file under a key that is still free; of several that try at once, one succeeds. Where a request is repeated
     * because its answer got lost, the repetition finds the key taken: a caller for whom that matters looks whose it is.
     *
     * @return whether it was stored; if not, what is there has not been touched
     */
    boolean putIfAbsent(String key, Path file) throws IOException;

    /** As {@link #putIfAbsent(String, Path)}, with bytes. */
    boolean putIfAbsent(String key, byte[] bytes) throws IOException;

    /**
     * Opens an object for reading.
     *
     * @throws java.nio.file.NoSuchFileException when there is none
     */
    InputStream open(String key) throws IOException;

    /**
     * Opens a part of an object.
     *
     * @param from offset in bytes
     * @param length bytes at most; a part that reaches beyond the end of the object ends there
     * @throws java.nio.file.NoSuchFileException when there is no such object
     */
    InputStream open(String key, long from, long length) throws IOException;

    /** Whether there is an object with exactly that key. */
    boolean exists(String key) throws IOException;

    /**
     * An object's length in bytes.
     *
     * @throws java.nio.file.NoSuchFileException when there is no such object
     */
    long size(String key) throws IOException;

    /** Every object whose key starts with {@code prefix}, in key order. */
    List<Entry> list(String prefix) throws IOException;

    /** Takes the entries of a listing. */
    @FunctionalInterface
    interface Visitor {
        void entry(Entry entry) throws IOException;
    }

    /**
     * Shows every object whose key starts with {@code prefix}, in no particular order, to whom so many must not be held in
     * memory. The visitor may remove what it is shown; what else comes and goes meanwhile may be shown or not.
     */
    default void visit(String prefix, Visitor visitor) throws IOException {
        for (Entry entry : list(prefix)) {
            visitor.entry(entry);
        }
    }

    /** Removes an object; nothing happens when there is none. */
    void delete(String key) throws IOException;

    /**
     * A write that has not come to its end; nobody sees anything of it but this.
     *
     * @param id the store's own name of it
     * @param key what it was to become; empty where the store does not know
     * @param bytes that it takes up
     * @param touched when something of it arrived last
     */
    record Unfinished(String id, String key, long bytes, Instant touched) {}

    /**
     * Writes that have neither ended nor failed: those under way, and what is left of those whose process was killed. Empty in a
     * store that forgets the latter by itself after a while.
     */
    default List<Unfinished> unfinished() throws IOException {
        return List.of();
    }

    /** Removes what has arrived of a write, which fails if it is still under way; nothing happens when it has ended. */
    default void discard(Unfinished write) throws IOException {
        throw new IOException("the store " + uri() + " has no unfinished writes, so none of id " + write.id());
    }

    /** How clients send objects here themselves; empty where they cannot. */
    default Optional<PresignedUploads> presignedUploads() {
        return Optional.empty();
    }

    /**
     * The file that an object is, in a store that keeps objects as files of this machine. It goes away when the object does
     * and must not be changed; a hard link to it stays what it is, since objects are replaced as a whole.
     *
     * @return empty where objects are elsewhere
     * @throws java.nio.file.NoSuchFileException when there is no such object
     */
    default Optional<Path> file(String key) throws IOException {
        return Optional.empty();
    }

    /** Where this store is, as a URI for people and metadata, for example {@code s3://marquee/}. */
    String uri();
}
