package io.marquee.workhorse.tracking.artifact;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.function.LongSupplier;

/**
 * Bytes on their way in: counted, summed up, and ended when they are too many or take too long. A sender that falls silent is
 * ended by the HTTP server, one that drips by the time limit here.
 */
final class CheckedStream extends FilterInputStream {

    /** The sender broke off or fell silent, in contrast to a store that fails. */
    static final class SenderFailedException extends IOException {

        private static final long serialVersionUID = 1L;

        SenderFailedException(IOException cause) {
            super(cause.getMessage(), cause);
        }
    }

    /** More bytes than allowed. */
    static final class TooLargeException extends IOException {

        private static final long serialVersionUID = 1L;

        TooLargeException(long limit) {
            super(tooLarge(limit));
        }
    }

    /** The time is up. */
    static final class TooSlowException extends IOException {

        private static final long serialVersionUID = 1L;

        TooSlowException(Duration limit) {
            super("The upload did not end within the " + limit.toSeconds() + " s that are allowed.");
        }
    }

    private final MessageDigest digest = sha256();
    private final long maxBytes;
    private final Duration maxTime;
    private final LongSupplier nanoTime;
    private final long begin;
    private long count;

    CheckedStream(InputStream in, long maxBytes, Duration maxTime, LongSupplier nanoTime) {
        super(in);
        this.maxBytes = maxBytes;
        this.maxTime = maxTime;
        this.nanoTime = nanoTime;
        this.begin = nanoTime.getAsLong();
    }

    /** Sums up a stream without limits and closes it. */
    static Checksum sumUp(InputStream in) throws IOException {
        try (CheckedStream stream = new CheckedStream(in, Long.MAX_VALUE, Duration.ZERO, () -> 0)) {
            stream.transferTo(OutputStream.nullOutputStream());
            return stream.checksum();
        }
    }

    /** How it is told that a file is larger than so many bytes. */
    static String tooLarge(long limit) {
        return "The file is larger than the " + limit + " bytes that are allowed.";
    }

    /** Of all that has been read; asked for once, at the end. */
    Checksum checksum() {
        return new Checksum(count, HexFormat.of().formatHex(digest.digest()));
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
            throw new SenderFailedException(e);
        }
        if (nanoTime.getAsLong() - begin > maxTime.toNanos()) {
            throw new TooSlowException(maxTime);
        }
        if (read > 0) {
            count += read;
            if (count > maxBytes) {
                throw new TooLargeException(maxBytes);
            }
            digest.update(buffer, offset, read);
        }
        return read;
    }

    @Override
    public long skip(long bytes) {
        // Skipped bytes would not be summed up.
        return 0;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
