package io.marquee.workhorse.feature.stream;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Updates that travel together in one record: a record of its own for each would cost the broker, its clients and their memory
 * more than what is in it. Not for several threads.
 */
final class UpdatePack {

    /** The most updates of one record. */
    static final int MOST = 500;

    /** A record of the most updates with the longest ids stays well below the megabyte that a broker takes. */
    private static final int FULL = 256 * 1024;

    private ByteBuffer bytes = ByteBuffer.allocate(1024);
    private int count;

    void add(FeatureUpdate update) {
        int room = FeatureUpdateCodec.room(update);
        if (bytes.remaining() < room) {
            int capacity = Math.max(2 * bytes.capacity(), bytes.position() + room);
            bytes = ByteBuffer.wrap(Arrays.copyOf(bytes.array(), capacity)).position(bytes.position());
        }
        FeatureUpdateCodec.write(update, bytes);
        count++;
    }

    boolean isEmpty() {
        return count == 0;
    }

    boolean isFull() {
        return count == MOST || bytes.position() >= FULL;
    }

    /** The record's value; the pack is empty again. */
    byte[] take() {
        byte[] value = Arrays.copyOf(bytes.array(), bytes.position());
        bytes.clear();
        count = 0;
        return value;
    }
}
