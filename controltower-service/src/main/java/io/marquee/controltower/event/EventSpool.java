package io.marquee.controltower.event;

import io.marquee.controltower.event.SpoolLimits.Priority;
import io.marquee.platform.event.OutgoingEvent;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Events on disk between the moment they are accepted and the moment the broker has them, in the order of their acceptance.
 * What {@link #append} has stored is there after a killed process; a frame that was being written is cut off at the next
 * start. Any number of threads may append, one may read and release.
 */
public final class EventSpool implements AutoCloseable {

    /** What became of an event. */
    public enum Append {
        STORED,
        /** There is no room for an event of that priority. */
        FULL,
        /** The event is larger than {@link SpoolLimits#maxEventBytes()}. */
        TOO_LARGE
    }

    private final Path folder;
    private final SpoolLimits limits;
    private final FileChannel lockFile;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition appended = lock.newCondition();

    /** Oldest first; the last one is being written. */
    private final Deque<SpoolSegment> segments = new ArrayDeque<>();

    private RandomAccessFile appender;
    private SpoolPosition position;
    private volatile long pendingEvents;
    private volatile long pendingBytes;

    private EventSpool(Path folder, SpoolLimits limits, FileChannel lockFile) throws IOException {
        this.folder = folder;
        this.limits = limits;
        this.lockFile = lockFile;
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(f -> f.toString().endsWith(SpoolSegment.SUFFIX))
                    .sorted()
                    .toList()) {
                segments.add(SpoolSegment.open(file));
            }
        }
        position = whereTheLastProcessStopped();
        if (segments.isEmpty()) {
            segments.add(SpoolSegment.create(folder, position.sequence()));
            position = startOf(segments.getLast());
        }
        for (SpoolSegment segment : segments) {
            long from = segment.first() == position.segment() ? position.offset() : segment.begin();
            pendingBytes += segment.end() - from;
            pendingEvents +=
                    segment.first() == position.segment() ? segment.next() - position.sequence() : segment.events();
        }
        appender = segments.getLast().openForAppend();
    }

    /**
     * Opens the spool of that folder, which belongs to one process at a time.
     *
     * @throws IOException when the folder cannot be used or another process uses it
     */
    public static EventSpool open(Path folder, SpoolLimits limits) throws IOException {
        Files.createDirectories(folder);
        FileChannel lockFile =
                FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (tryLock(lockFile) == null) {
                throw new IOException("the event spool " + folder.toAbsolutePath()
                        + " is in use by another process; give this one its own folder (marquee.spool.folder)");
            }
            return new EventSpool(folder, limits, lockFile);
        } catch (IOException | RuntimeException e) {
            lockFile.close();
            throw e;
        }
    }

    private static @Nullable FileLock tryLock(FileChannel lockFile) throws IOException {
        try {
            return lockFile.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private SpoolPosition whereTheLastProcessStopped() throws IOException {
        SpoolPosition oldest = segments.isEmpty() ? new SpoolPosition(0, 0, 0) : startOf(segments.getFirst());
        SpoolPosition stored = SpoolPosition.load(positionFile(), oldest);
        while (!segments.isEmpty() && segments.getFirst().first() < stored.segment()) {
            segments.removeFirst().delete();
        }
        if (segments.isEmpty()) {
            return stored;
        }
        SpoolSegment head = segments.getFirst();
        // After a power cut the position may be ahead of what reached the disk.
        boolean usable = head.first() == stored.segment() && stored.offset() <= head.end();
        return usable ? stored : startOf(head);
    }

    private static SpoolPosition startOf(SpoolSegment segment) {
        return new SpoolPosition(segment.first(), segment.begin(), segment.first());
    }

    /**
     * Stores an event behind all others.
     *
     * @throws IOException when the disk refuses; nothing of the event is kept then
     */
    public Append append(OutgoingEvent event, Priority priority) throws IOException {
        byte[] frame = SpoolFrame.encode(event);
        if (frame.length > limits.maxEventBytes()) {
            return Append.TOO_LARGE;
        }
        lock.lock();
        try {
            if (pendingBytes + frame.length > limits.roomFor(priority)) {
                return Append.FULL;
            }
            if (segments.getLast().end() + frame.length > limits.segmentBytes()
                    && segments.getLast().events() > 0) {
                roll();
            }
            write(frame);
            segments.getLast().grew(frame.length);
            pendingBytes += frame.length;
            pendingEvents++;
            appended.signal();
            return Append.STORED;
        } finally {
            lock.unlock();
        }
    }

    private void write(byte[] frame) throws IOException {
        try {
            appender.write(frame);
            if (limits.fsync() == SpoolLimits.Fsync.ALWAYS) {
                appender.getFD().sync();
            }
        } catch (IOException e) {
            // Half a frame in the middle of a file would hide what comes after it.
            appender.setLength(segments.getLast().end());
            appender.seek(segments.getLast().end());
            throw e;
        }
    }

    private void roll() throws IOException {
        SpoolSegment next = SpoolSegment.create(folder, segments.getLast().next());
        if (limits.fsync() == SpoolLimits.Fsync.ALWAYS) {
            try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
                directory.force(true);
            }
        }
        RandomAccessFile opened = next.openForAppend();
        appender.close();
        appender = opened;
        segments.add(next);
    }

    /** Waits until an event is there, at most that long; false when there is still none. */
    boolean awaitEvents(Duration patience) throws InterruptedException {
        long left = patience.toNanos();
        lock.lock();
        try {
            while (pendingEvents == 0 && left > 0) {
                left = appended.awaitNanos(left);
            }
            return pendingEvents > 0;
        } finally {
            lock.unlock();
        }
    }

    /** The oldest events, at most so many and about so many bytes; they stay until {@link #release}. */
    SpoolBatch peek(int maxEvents, int maxBytes) throws IOException {
        SpoolSegment head;
        SpoolPosition from;
        lock.lock();
        try {
            while (position.offset() >= segments.getFirst().end() && segments.size() > 1) {
                moveTo(startOf(secondSegment()));
            }
            head = segments.getFirst();
            from = position;
        } finally {
            lock.unlock();
        }
        ByteBuffer bytes = head.read(from.offset(), Math.max(maxBytes, limits.maxEventBytes()));
        List<OutgoingEvent> events = new ArrayList<>();
        while (events.size() < maxEvents) {
            OutgoingEvent event = SpoolFrame.next(bytes);
            if (event == null) {
                break;
            }
            events.add(event);
        }
        if (events.isEmpty() && bytes.remaining() > 0) {
            throw new IOException("spool segment " + head + " is damaged at byte " + from.offset());
        }
        return new SpoolBatch(
                events,
                new SpoolPosition(from.segment(), from.offset() + bytes.position(), from.sequence() + events.size()));
    }

    /** Forgets everything before the end of that batch: the broker has it. */
    void release(SpoolBatch batch) throws IOException {
        lock.lock();
        try {
            long bytes = batch.end().offset() - position.offset();
            batch.end().store(positionFile());
            position = batch.end();
            pendingBytes -= bytes;
            pendingEvents -= batch.events().size();
        } finally {
            lock.unlock();
        }
    }

    private void moveTo(SpoolPosition next) throws IOException {
        next.store(positionFile());
        position = next;
        segments.removeFirst().delete();
    }

    private SpoolSegment secondSegment() {
        return segments.stream().skip(1).findFirst().orElseThrow();
    }

    private Path positionFile() {
        return folder.resolve("relay.position");
    }

    /** Events that the broker does not have yet. */
    public long pendingEvents() {
        return pendingEvents;
    }

    /** Bytes of those events on disk. */
    public long pendingBytes() {
        return pendingBytes;
    }

    public SpoolLimits limits() {
        return limits;
    }

    @Override
    public void close() throws IOException {
        lock.lock();
        try {
            appender.close();
            lockFile.close();
        } finally {
            lock.unlock();
        }
    }
}
