package io.marquee.platform.web;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.function.LongSupplier;

/** The bytes of a body, counted and timed from its creation on. */
final class BoundedBody extends FilterInputStream {

    private final long maxBytes;
    private final Duration maxTime;
    private final LongSupplier nanoTime;
    private final long begin;
    private long count;

    BoundedBody(InputStream in, long maxBytes, Duration maxTime, LongSupplier nanoTime) {
        super(in);
        this.maxBytes = maxBytes;
        this.maxTime = maxTime;
        this.nanoTime = nanoTime;
        this.begin = nanoTime.getAsLong();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int read;
        try {
            read = in.read(buffer, offset, length);
        } catch (IOException e) {
            throw RefusedBodyException.brokenOff(e);
        }
        if (read < 0) {
            return read;
        }
        if (nanoTime.getAsLong() - begin > maxTime.toNanos()) {
            throw RefusedBodyException.tooSlow(maxTime);
        }
        count += read;
        if (count > maxBytes) {
            throw RefusedBodyException.tooLarge(maxBytes);
        }
        return read;
    }

    @Override
    public long skip(long bytes) throws IOException {
        return Math.max(0, read(new byte[(int) Math.min(Math.max(0, bytes), 8192)]));
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    /** JSON readers close what they refuse, and closing the server's stream means to read it to an end that may never come. */
    @Override
    public void close() {
        // BodyDrain takes care of the rest.
    }
}
