package io.marquee.workhorse.adapter.file;

import io.marquee.workhorse.storage.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A file to read, wherever it is. */
public sealed interface DataFile {

    /** Its path or URI, for people. */
    String origin();

    /** The last step of its path. */
    default String name() {
        String origin = origin();
        return origin.substring(origin.lastIndexOf('/') + 1);
    }

    /** Bytes as they are stored. */
    long size() throws IOException;

    /** Its bytes, unpacked as its name tells. */
    default InputStream open() throws IOException {
        InputStream stored = openStored();
        try {
            return Compression.ofName(name()).unpack(stored);
        } catch (IOException | RuntimeException e) {
            stored.close();
            throw new IOException(origin() + " cannot be unpacked: " + e.getMessage(), e);
        }
    }

    /** Its bytes as they are stored. */
    InputStream openStored() throws IOException;

    /** The file on this machine, if it is there already. */
    Optional<Path> local();

    /** A file of this machine. */
    record LocalFile(Path path) implements DataFile {

        @Override
        public String origin() {
            return path.toString();
        }

        @Override
        public long size() throws IOException {
            return Files.size(path);
        }

        @Override
        public InputStream openStored() throws IOException {
            return Files.newInputStream(path);
        }

        @Override
        public Optional<Path> local() {
            return Optional.of(path);
        }
    }

    /**
     * An object of a store.
     *
     * @param origin its URI
     */
    record StoredObject(ObjectStore store, String key, long size, String origin) implements DataFile {

        @Override
        public InputStream openStored() throws IOException {
            return store.open(key);
        }

        @Override
        public Optional<Path> local() {
            return Optional.empty();
        }
    }
}
