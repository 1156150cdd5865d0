package io.marquee.workhorse.adapter.file;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * The content of a gzip file, whole or not at all. The JDK's stream passes over what is behind the end of the file without a
 * word, and unpacks without a limit; this one complains about the first, and stops at what is a bomb rather than data.
 */
final class WholeGzipStream extends GZIPInputStream {

    /** Text of any kind packs to a twentieth at most, what packs better than this repeats one thing over and over. */
    static final int MAX_RATIO = 200;

    /** Small files may be as repetitive as they like. */
    static final long RATIO_COUNTS_FROM = 64L << 20;

    private static final int TRAILER = 8;

    private boolean checked;

    WholeGzipStream(InputStream packed, int buffer) throws IOException {
        super(packed, buffer);
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int count;
        try {
            count = super.read(target, offset, length);
        } catch (EOFException e) {
            throw new EOFException("the gzip file is cut off");
        } catch (ZipException e) {
            throw new IOException("the gzip file is damaged: " + e.getMessage(), e);
        }
        if (count < 0 && length > 0) {
            requireTheEnd();
        } else {
            refuseBomb();
        }
        return count;
    }

    private void requireTheEnd() throws IOException {
        if (checked) {
            return;
        }
        checked = true;
        if (inf.getRemaining() > TRAILER || in.read() >= 0) {
            throw new IOException("the gzip file has something behind its end that is not gzip");
        }
    }

    private void refuseBomb() throws IOException {
        long unpacked = inf.getBytesWritten();
        if (unpacked > RATIO_COUNTS_FROM && unpacked / MAX_RATIO > inf.getBytesRead()) {
            throw new IOException("the gzip file unpacks to more than " + MAX_RATIO + " times its size");
        }
    }
}
