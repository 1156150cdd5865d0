package io.marquee.workhorse.feature.offline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Files by object key in one folder, the ones used last, up to a number of bytes. They are given out and taken in as hard
 * links: nothing is copied, and a file that is removed here stays with those who were given it. Only for objects that never
 * change. Safe for use by many threads and processes.
 */
final class RowCache {

    private static final Logger LOG = Logger.getLogger(RowCache.class);

    /** More files than this are let go of too, however small they are: looking through them would take longer than it saves. */
    private static final int MAX_FILES = 1_000;

    private final Path folder;
    private final long maxBytes;
    private final Clock clock;

    RowCache(Path folder, long maxBytes, Clock clock) {
        if (maxBytes < 0) {
            throw new IllegalArgumentException("a cache must hold at least 0 bytes, got: " + maxBytes);
        }
        this.folder = folder;
        this.maxBytes = maxBytes;
        this.clock = clock;
    }

    /** Links an object to a new file, if it is here. */
    boolean give(String key, Path target) throws IOException {
        if (!link(place(key), target)) {
            return false;
        }
        Files.setLastModifiedTime(target, FileTime.from(clock.instant()));
        return true;
    }

    /** Takes an object in and lets go of those that were used longest ago; one that is too big stays outside. */
    void take(String key, Path file) throws IOException {
        if (Files.size(file) > maxBytes) {
            return;
        }
        Files.createDirectories(folder);
        Files.setLastModifiedTime(file, FileTime.from(clock.instant()));
        if (link(file, place(key))) {
            makeRoom();
        }
    }

    private static boolean link(Path from, Path to) throws IOException {
        try {
            Files.createLink(to, from);
            return true;
        } catch (NoSuchFileException | FileAlreadyExistsException e) {
            return false;
        } catch (UnsupportedOperationException | FileSystemException e) {
            LOG.debugf("%s cannot be linked to %s: %s", from, to, e.getMessage());
            return false;
        }
    }

    private record Kept(Path file, long bytes, FileTime used) {}

    private void makeRoom() throws IOException {
        List<Kept> kept = new ArrayList<>();
        try (Stream<Path> listed = Files.list(folder)) {
            listed.forEach(file -> look(file, kept));
        }
        long bytes = kept.stream().mapToLong(Kept::bytes).sum();
        int files = kept.size();
        kept.sort(Comparator.comparing(Kept::used));
        for (Kept oldest : kept) {
            if (bytes <= maxBytes && files <= MAX_FILES) {
                return;
            }
            Files.deleteIfExists(oldest.file());
            bytes -= oldest.bytes();
            files--;
        }
    }

    private static void look(Path file, List<Kept> kept) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            kept.add(new Kept(file, attributes.size(), attributes.lastModifiedTime()));
        } catch (NoSuchFileException e) {
            LOG.debugf("%s was let go of by another", file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path place(String key) {
        return folder.resolve(key.replace('/', '_'));
    }
}
