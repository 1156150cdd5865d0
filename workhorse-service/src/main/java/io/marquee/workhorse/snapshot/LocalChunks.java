package io.marquee.workhorse.snapshot;

import io.marquee.workhorse.job.JobProgress;
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
 * Chunks on this machine's disk. Those of a snapshot are checked when they come: what a restore reads while it holds its
 * locks depends on no other machine, and nothing can turn out to be missing then.
 */
final class LocalChunks implements AutoCloseable {

    private final Path folder;

    private LocalChunks(Path folder) {
        this.folder = folder;
    }

    /** A folder of its own, without chunks yet. */
    static LocalChunks empty(Path workFolder) throws IOException {
        Files.createDirectories(workFolder);
        return new LocalChunks(Files.createTempDirectory(workFolder, "snapshot"));
    }

    /** Fetches all chunks of a snapshot. */
    static LocalChunks fetch(SnapshotStore store, SnapshotManifest manifest, Path workFolder, JobProgress progress)
            throws IOException {
        progress.begin("checking objects", manifest.rows(), manifest.bytes());
        LocalChunks fetched = empty(workFolder);
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

    /** Keeps a chunk that is at hand. */
    void add(Chunk chunk, byte[] bytes) throws IOException {
        Files.write(folder.resolve(chunk.sha256()), SnapshotStore.pack(bytes, Math.toIntExact(chunk.bytes())));
    }

    boolean has(String sha256) {
        return Files.exists(folder.resolve(sha256));
    }

    private void fetch(SnapshotStore store, Chunk chunk, byte[] buffer) throws IOException {
        Path file = folder.resolve(chunk.sha256());
        if (Files.exists(file)) {
            return;
        }
        try (InputStream packed = store.openPacked(chunk.sha256())) {
            Files.copy(packed, file);
        }
        try (InputStream in = open(chunk.sha256())) {
            while (!Thread.currentThread().isInterrupted() && in.read(buffer) >= 0) {
                // Only the digest at the end is of interest.
            }
        }
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedIOException("the restore was interrupted while it fetched objects");
        }
    }

    /** The content of a chunk, checked once more on the way. */
    InputStream open(String sha256) throws IOException {
        return SnapshotStore.unpack(
                sha256, new BufferedInputStream(Files.newInputStream(folder.resolve(sha256)), 1 << 16));
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
