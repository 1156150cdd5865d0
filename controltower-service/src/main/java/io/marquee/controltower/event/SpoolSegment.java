package io.marquee.controltower.event;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jboss.logging.Logger;

/**
 * One file of the spool: an 8-byte mark, then frames. Its name is the sequence number of its first event.
 *
 * <p>{@link RandomAccessFile} and not a channel: a channel closes itself when the thread that uses it is interrupted, and
 * request threads may be.
 */
final class SpoolSegment {

    static final String SUFFIX = ".spool";

    private static final Logger LOG = Logger.getLogger(SpoolSegment.class);
    private static final byte[] MARK = "MQSPOOL1".getBytes(StandardCharsets.US_ASCII);

    private final Path file;
    private final long first;
    private volatile long end;
    private volatile long events;

    private SpoolSegment(Path file, long first, long end, long events) {
        this.file = file;
        this.first = first;
        this.end = end;
        this.events = events;
    }

    /** Begins a new, empty segment. */
    static SpoolSegment create(Path folder, long first) throws IOException {
        Path file = folder.resolve("%020d%s".formatted(first, SUFFIX));
        Files.write(file, MARK);
        return new SpoolSegment(file, first, MARK.length, 0);
    }

    /** Opens a segment that a former process wrote and finds out how far its frames are intact. */
    static SpoolSegment open(Path file) throws IOException {
        String name = file.getFileName().toString();
        long first = Long.parseLong(name.substring(0, name.length() - SUFFIX.length()));
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
        if (bytes.remaining() < MARK.length) {
            // The process ended while it created the file.
            return create(file.getParent(), first);
        }
        if (!Arrays.equals(MARK, 0, MARK.length, bytes.array(), 0, MARK.length)) {
            throw new IOException(file + " is no spool segment, or its first bytes are damaged; move it away to start");
        }
        bytes.position(MARK.length);
        long events = 0;
        for (int length = SpoolFrame.intactLength(bytes); length > 0; length = SpoolFrame.intactLength(bytes)) {
            bytes.position(bytes.position() + length);
            events++;
        }
        if (bytes.hasRemaining()) {
            LOG.warnf(
                    "spool segment %s: the last %d bytes are no whole event and are left out", file, bytes.remaining());
        }
        return new SpoolSegment(file, first, bytes.position(), events);
    }

    /** Cuts off what a crash left behind the last whole frame and opens the file for appending. */
    RandomAccessFile openForAppend() throws IOException {
        RandomAccessFile appender = new RandomAccessFile(file.toFile(), "rw");
        appender.setLength(end);
        appender.seek(end);
        return appender;
    }

    /** Notes that a frame of that length was written; only then do readers see it. */
    void grew(int frameLength) {
        events++;
        end += frameLength;
    }

    /** Events from {@code offset} on, at most {@code maxBytes} of them. */
    ByteBuffer read(long offset, int maxBytes) throws IOException {
        int length = (int) Math.min(maxBytes, end - offset);
        byte[] bytes = new byte[Math.max(0, length)];
        try (RandomAccessFile reader = new RandomAccessFile(file.toFile(), "r")) {
            reader.seek(offset);
            reader.readFully(bytes);
        }
        return ByteBuffer.wrap(bytes);
    }

    void delete() throws IOException {
        Files.deleteIfExists(file);
    }

    long first() {
        return first;
    }

    /** Where the first frame begins. */
    long begin() {
        return MARK.length;
    }

    /** Where the next frame goes. */
    long end() {
        return end;
    }

    long events() {
        return events;
    }

    /** Sequence number after its last event. */
    long next() {
        return first + events;
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
