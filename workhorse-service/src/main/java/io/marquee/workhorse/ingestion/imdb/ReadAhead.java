package io.marquee.workhorse.ingestion.imdb;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Reads a stream on a thread of its own into a ring of blocks, so that unpacking and parsing run side by side. One thread
 * takes the blocks; each is good until the next is taken.
 */
final class ReadAhead implements Closeable {

    /** Room in front of a block's bytes, where the beginning of a line from the block before can be put. */
    static final int HEADROOM = 1 << 16;

    private static final int BLOCK_BYTES = 1 << 18;
    private static final int BLOCKS = 6;

    /**
     * A stretch of the stream.
     *
     * @param limit behind its last byte; the first is at {@link #HEADROOM}
     * @param failure what ended the stream instead of more bytes
     */
    record Block(byte[] bytes, int limit, @Nullable Throwable failure) {}

    private final InputStream in;
    private final BlockingQueue<byte[]> free = new ArrayBlockingQueue<>(BLOCKS);
    private final BlockingQueue<Block> filled = new ArrayBlockingQueue<>(BLOCKS + 1);
    private final Thread thread;
    private byte @Nullable [] lent;
    private boolean ended;

    private ReadAhead(InputStream in, String name) {
        this.in = in;
        for (int i = 0; i < BLOCKS; i++) {
            free.add(new byte[HEADROOM + BLOCK_BYTES]);
        }
        this.thread = Thread.ofPlatform().daemon().name("read " + name).unstarted(this::run);
    }

    /** Starts to read; the stream is closed by {@link #close}. */
    static ReadAhead start(InputStream in, String name) {
        ReadAhead ahead = new ReadAhead(in, name);
        ahead.thread.start();
        return ahead;
    }

    /** The next block; null at the end. */
    @Nullable
    Block next() throws IOException {
        if (ended) {
            return null;
        }
        try {
            if (lent != null) {
                free.put(lent);
                lent = null;
            }
            Block block = filled.take();
            ended = block.failure() != null || block.limit() == HEADROOM;
            switch (block.failure()) {
                case null -> {}
                case IOException e -> throw new IOException(e.getMessage(), e);
                case RuntimeException e -> throw e;
                case Throwable e -> throw new IllegalStateException(e);
            }
            if (ended) {
                return null;
            }
            lent = block.bytes();
            return block;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while reading");
        }
    }

    @Override
    public void close() throws IOException {
        thread.interrupt();
        boolean interrupted = false;
        while (true) {
            try {
                // The stream belongs to the thread until it has ended.
                thread.join();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        in.close();
    }

    private void run() {
        byte[] none = new byte[0];
        try {
            int limit;
            do {
                byte[] bytes = free.take();
                limit = fill(bytes);
                filled.put(new Block(bytes, limit, null));
            } while (limit > HEADROOM);
        } catch (InterruptedException e) {
            // Closed before the end; nobody takes blocks any more.
            Thread.currentThread().interrupt();
        } catch (IOException | RuntimeException | Error e) {
            filled.add(new Block(none, 0, e));
        }
    }

    /** Fills a block as far as the stream goes. */
    private int fill(byte[] bytes) throws IOException {
        int limit = HEADROOM;
        while (limit < bytes.length) {
            int count = in.read(bytes, limit, bytes.length - limit);
            if (count < 0) {
                break;
            }
            limit += count;
        }
        return limit;
    }
}
