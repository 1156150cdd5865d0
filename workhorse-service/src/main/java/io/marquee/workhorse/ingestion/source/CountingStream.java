package io.marquee.workhorse.ingestion.source;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicLong;

/** Counts the bytes that went through; any thread may ask how many. */
public final class CountingStream extends FilterInputStream {

    private final AtomicLong count;

    public CountingStream(InputStream in) {
        this(in, new AtomicLong());
    }

    /** Counts in {@code count}, from 0 on, for somebody who has to know it without the stream. */
    public CountingStream(InputStream in, AtomicLong count) {
        super(in);
        this.count = count;
        count.set(0);
    }

    public long count() {
        return count.get();
    }

    @Override
    public int read() throws IOException {
        int value = super.read();
        count.addAndGet(value < 0 ? 0 : 1);
        return value;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int read = super.read(buffer, offset, length);
        count.addAndGet(Math.max(0, read));
        return read;
    }

    @Override
    public long skip(long wanted) throws IOException {
        long skipped = super.skip(wanted);
        count.addAndGet(skipped);
        return skipped;
    }
}
