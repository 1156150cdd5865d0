package io.marquee.workhorse.snapshot;

import io.marquee.workhorse.snapshot.TableContent.Chunk;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Chunks on this machine's disk, each checked when it came: what a restore reads while it holds its locks depends on no
 * other machine, and nothing can turn out to be missing then.
 */
final class FetchedChunks implements AutoCloseable {

    private final Path folder;

    private FetchedChunks(Path folder) {
        this.folder = folder;
    }

    /** Fetches all chunks of a snapshot. */
    static FetchedChunks fetch(
            SnapshotStore store, SnapshotManifest manifest, Path workFolder, SnapshotProgress progress)
            throws IOException {
        progress.begin("checking objects", manifest.rows(), manifest.bytes());
        Files.createDirectories(workFolder);
        FetchedChunks fetched = new FetchedChunks(Files.createTempDirectory(workFolder, "restore"));
        try {
            byte[] buffer = new byte[1 << 16];
            for (TableContent table : manifest.tables()) {
                for (Chunk chunk : table.chunks()) {
                    fetched.fetch(store, chunk, buffer);
                    progress.moved(chunk.rows(), chunk.bytes());
                }
            }
            return fetched;
        } catch (IOException | RuntimeException e) {
            fetched.close();
            throw e;
        }
    }

    private void fetch(SnapshotStore store, Chunk chunk, byte[] buffer) throws IOException {
        Path file = folder.resolve(chunk.sha256());
        if (Files.exists(file)) {
            return;
        }
        try (InputStream packed = store.openPacked(chunk.sha256())) {
            Files.copy(packed, file);
        }
        try (InputStream in = open(chunk)) {
            while (!Thread.currentThread().isInterrupted() && in.read(buffer) >= 0) {
                // Only the digest at the end is of interest.
            }
        }
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedIOException("the restore was interrupted while it fetched objects");
        }
    }

    /** The content of a chunk, checked once more on the way. */
    InputStream open(Chunk chunk) throws IOException {
        return SnapshotStore.unpack(
                chunk.sha256(), new BufferedInputStream(Files.newInputStream(folder.resolve(chunk.sha256())), 1 << 16));
    }

    @Override
    public void close() throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(folder)) {
            files = all.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : files) {
            Files.deleteIfExists(file);
        }
    }
}
