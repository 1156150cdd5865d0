package io.marquee.workhorse.storage;

import java.io.OutputStream;
import java.util.Arrays;

/** Collects what is written and gives it out in parts of one size, the last one excepted. Bounded by one part. For one thread. */
public abstract class PartStream extends OutputStream {

    /** Where the buffer begins; most objects are small, and many may be under way. */
    private static final int FIRST_BYTES = 64 * 1024;

    private final int partBytes;
    private byte[] buffer;
    private int filled;

    /**
     * An empty stream.
     *
     * @param partBytes size of a part, in bytes
     */
    protected PartStream(int partBytes) {
        this.partBytes = partBytes;
        this.buffer = new byte[Math.min(FIRST_BYTES, partBytes)];
    }

    /** Takes a part; the buffer is used again afterwards. */
    protected abstract void send(byte[] part, int length);

    @Override
    public final void write(int value) {
        makeRoom();
        buffer[filled++] = (byte) value;
    }

    @Override
    public final void write(byte[] bytes, int offset, int length) {
        int done = 0;
        while (done < length) {
            makeRoom();
            int count = Math.min(length - done, buffer.length - filled);
            System.arraycopy(bytes, offset + done, buffer, filled, count);
            filled += count;
            done += count;
        }
    }

    private void makeRoom() {
        if (filled == partBytes) {
            sendRest();
        } else if (filled == buffer.length) {
            buffer = Arrays.copyOf(buffer, (int) Math.min(partBytes, 2L * buffer.length));
        }
    }

    /** Sends what has been collected and not sent, if there is any. */
    protected final void sendRest() {
        if (filled > 0) {
            send(buffer, filled);
            filled = 0;
        }
    }

    /** What has been collected and not sent: the first {@link #pendingBytes} bytes. */
    protected final byte[] pending() {
        return buffer;
    }

    protected final int pendingBytes() {
        return filled;
    }
}
