package io.marquee.workhorse.feature.serving;

import io.marquee.workhorse.feature.online.redis.ByteBuilder;
import io.marquee.workhorse.feature.online.redis.KeySlot;
import java.util.List;

/**
 * The command that reads one row, {@code HMGET}. What is the same for all rows is made once: see {@link Shape}.
 *
 * @param key of the row in Redis
 */
record RowRead(Shape shape, byte[] key) {

    /**
     * The command without its key, as it goes to Redis.
     *
     * @param head what stands before the key
     * @param fields the hash fields that are asked for
     */
    record Shape(byte[] head, byte[] fields) {

        static Shape of(List<byte[]> fields) {
            ByteBuilder tail = new ByteBuilder(16 * fields.size());
            fields.forEach(tail::putBulk);
            return new Shape(
                    new ByteBuilder(32)
                            .putArrayHead(2 + fields.size())
                            .putBulk("HMGET")
                            .copy(),
                    tail.copy());
        }
    }

    /** Appends the command. */
    void put(ByteBuilder out) {
        out.put(shape.head).putBulk(key).put(shape.fields);
    }

    /** The cluster's slot of the row. */
    int slot() {
        return KeySlot.of(key, 0, key.length);
    }
}
