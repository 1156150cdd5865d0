package io.marquee.localstack.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Lets one thread of one JVM at a time work on something that is a file or folder. The operating system frees the lock
 * of a JVM that died, so there is nothing stale to clean.
 */
public final class FolderLock {

    private static final Map<Path, ReentrantLock> HELD_HERE = new ConcurrentHashMap<>();

    private final Path file;

    /** A lock on the file, which is made if it is missing and stays. */
    public FolderLock(Path file) {
        this.file = file.toAbsolutePath().normalize();
    }

    /** Waits for the lock and does the work; the same thread may take it again inside. */
    public <T> T holding(Supplier<T> work) {
        ReentrantLock here = HELD_HERE.computeIfAbsent(file, path -> new ReentrantLock());
        here.lock();
        try {
            if (here.getHoldCount() > 1) {
                return work.get();
            }
            Files.createDirectories(file.getParent());
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    var _ = lock(channel)) {
                return work.get();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot lock " + file, e);
        } finally {
            here.unlock();
        }
    }

    /** Another class loader of this JVM may have this class as well, and the lock: then Java throws instead of waiting. */
    private static FileLock lock(FileChannel channel) throws IOException {
        while (true) {
            try {
                return channel.lock();
            } catch (OverlappingFileLockException heldInThisJvm) {
                BackgroundProcess.sleep(Duration.ofMillis(20));
            }
        }
    }

    /** The same, for work without a result. */
    public void holding(Runnable work) {
        holding(() -> {
            work.run();
            return true;
        });
    }
}
