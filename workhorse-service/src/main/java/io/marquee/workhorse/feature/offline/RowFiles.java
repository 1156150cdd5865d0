package io.marquee.workhorse.feature.offline;

import io.marquee.workhorse.feature.FeatureConfig;
import io.marquee.workhorse.storage.ObjectStore;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jboss.logging.Logger;

/**
 * Files of rows in the object store, and on this machine. A key is never given to other rows, since every build and every
 * push names its files anew; so what was brought or made here is kept for the next reader, see {@link RowCache}. In a store of
 * files nothing is copied at all.
 */
@ApplicationScoped
class RowFiles {

    private static final Logger LOG = Logger.getLogger(RowFiles.class);

    /** Files that are fetched side by side. */
    private static final int AT_ONCE = 4;

    private final ObjectStore store;
    private final RowCache cache;

    @Inject
    RowFiles(ObjectStore store, FeatureConfig config, Clock clock) {
        this(store, new RowCache(config.workFolder().resolve("rows"), (long) config.rowCacheMegabytes() << 20, clock));
    }

    RowFiles(ObjectStore store, RowCache cache) {
        this.store = store;
        this.cache = cache;
    }

    /** Stores a file under a new key. */
    void put(String key, Path file) throws IOException {
        store.put(key, file);
        if (cached(key)) {
            cache.take(key, file);
        }
    }

    /** Brings a file to where that database has its files. It is not to be changed. */
    Path bring(String key, DuckDb duckDb) throws IOException {
        Path target = target(key, duckDb);
        if (!Files.exists(target) && !atHand(key, target)) {
            fetch(key, target);
        }
        return target;
    }

    /** Brings several files, in the order of the keys. */
    List<Path> bring(List<String> keys, DuckDb duckDb) throws IOException {
        List<Path> files = new ArrayList<>();
        List<Callable<Path>> missing = new ArrayList<>();
        for (String key : keys.stream().distinct().toList()) {
            Path target = target(key, duckDb);
            if (!Files.exists(target) && !atHand(key, target)) {
                missing.add(() -> {
                    fetch(key, target);
                    return target;
                });
            }
            files.add(target);
        }
        if (!missing.isEmpty()) {
            fetch(missing);
        }
        return files;
    }

    private static Path target(String key, DuckDb duckDb) {
        return duckDb.file(key.replace('/', '_'));
    }

    private boolean cached(String key) throws IOException {
        return store.file(key).isEmpty();
    }

    private boolean atHand(String key, Path target) throws IOException {
        Optional<Path> stored;
        try {
            stored = store.file(key);
        } catch (NoSuchFileException e) {
            throw gone(key, e);
        }
        if (stored.isEmpty()) {
            return cache.give(key, target);
        }
        try {
            Files.createLink(target, stored.get());
            return true;
        } catch (UnsupportedOperationException | FileSystemException e) {
            LOG.debugf("%s is copied, since it cannot be linked to: %s", stored.get(), e.getMessage());
            return false;
        }
    }

    private void fetch(String key, Path target) throws IOException {
        Path part = target.resolveSibling(target.getFileName() + ".part");
        try (InputStream in = store.open(key)) {
            Files.copy(in, part);
            Files.move(part, target);
        } catch (NoSuchFileException e) {
            throw gone(key, e);
        } finally {
            Files.deleteIfExists(part);
        }
        if (cached(key)) {
            cache.take(key, target);
        }
    }

    private static void fetch(List<Callable<Path>> missing) throws IOException {
        try (ExecutorService workers =
                Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory())) {
            for (Future<Path> fetched : workers.invokeAll(missing)) {
                fetched.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while feature rows were fetched");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException cause) {
                throw cause;
            }
            throw new IOException("feature rows cannot be fetched: " + e.getCause(), e.getCause());
        }
    }

    private IOException gone(String key, NoSuchFileException cause) {
        return new IOException("feature rows are gone from " + store.uri() + key + "; build the features again", cause);
    }
}
