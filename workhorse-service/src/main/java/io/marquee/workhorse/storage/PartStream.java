package io.marquee.workhorse.storage;

import java.io.OutputStream;

/** Collects what is written and gives it out in parts of one size, the last one excepted. Bounded by one part. For one thread. */
public abstract class PartStream extends OutputStream {

    private final byte[] buffer;
    private int filled;

    /**
     * An empty stream.
     *
     * @param partBytes size of a part, in bytes
     */
    protected PartStream(int partBytes) {
        this.buffer = new byte[partBytes];
    }

    /** Takes a part; the buffer is used again afterwards. */
    protected abstract void send(byte[] part, int length);

    @Override
    public final void write(int value) {
        if (filled == buffer.length) {
            sendRest();
        }
        buffer[filled++] = (byte) value;
    }

    @Override
    public final void write(byte[] bytes, int offset, int length) {
        int done = 0;
        while (done < length) {
            if (filled == buffer.length) {
                sendRest();
            }
            int count = Math.min(length - done, buffer.length - filled);
            System.arraycopy(bytes, offset + done, buffer, filled, count);
            filled += count;
            done += count;
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
