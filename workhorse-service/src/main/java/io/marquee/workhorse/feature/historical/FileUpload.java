package io.marquee.workhorse.feature.historical;

import io.marquee.workhorse.storage.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Stores a file while somebody writes it from front to back, so that little is left to be sent when it is complete. The
 * object appears when the file is said to be complete, or not at all.
 */
final class FileUpload implements AutoCloseable {

    private static final int BUFFER = 1 << 18;

    /** How long to wait for more; far less than what a part of an upload takes. */
    private static final long PAUSE_MILLIS = 5;

    private enum State {
        GROWING,
        COMPLETE,
        ABANDONED
    }

    private final Path file;
    private final ExecutorService worker = Executors.newVirtualThreadPerTaskExecutor();
    private final Future<?> upload;
    private volatile State state = State.GROWING;

    /**
     * Begins to store a file.
     *
     * @param file an empty one that is about to be filled
     */
    FileUpload(ObjectStore store, String key, Path file) {
        this.file = file;
        this.upload = worker.submit(() -> {
            store.write(key, this::follow);
            return null;
        });
    }

    /** Says that the file is complete, and waits until it is stored. */
    void complete() throws IOException {
        state = State.COMPLETE;
        try {
            upload.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while " + file.getFileName() + " was stored");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException cause) {
                throw cause;
            }
            throw new IOException("the result cannot be stored: " + e.getCause(), e.getCause());
        }
    }

    /** Gives up what is not complete. */
    @Override
    public void close() {
        if (state != State.COMPLETE) {
            state = State.ABANDONED;
        }
        worker.close();
    }

    private void follow(OutputStream out) throws IOException {
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = Files.newInputStream(file)) {
            while (true) {
                // Looked at before the file is: what was written until then is read below.
                State before = state;
                if (before == State.ABANDONED) {
                    throw new IOException(file.getFileName() + " was not completed");
                }
                int read = in.read(buffer);
                if (read > 0) {
                    out.write(buffer, 0, read);
                } else if (before == State.COMPLETE) {
                    return;
                } else {
                    pause();
                }
            }
        }
    }

    private void pause() throws IOException {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while " + file.getFileName() + " was written");
        }
    }
}
