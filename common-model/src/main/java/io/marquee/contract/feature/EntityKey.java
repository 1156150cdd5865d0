package io.marquee.contract.feature;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/**
 * The key of an online feature row: join keys with typed values, and its bytes in Redis.
 *
 * <p>Bytes are Feast's entity key serialization version 3 followed by the project name: {@code u32 n}, then per join key
 * in code-point order {@code u32 STRING, u32 length, utf8 name}, then per value in the same order {@code u32 type,
 * u32 length, bytes}; all integers little-endian. Source: feast {@code infra/key_encoding_utils.py}.
 *
 * @param parts at least one, sorted by join key
 */
public record EntityKey(List<Part> parts) {

    /** Join key and value that Feast uses for feature views without an entity. */
    public static final EntityKey ENTITYLESS = of("__dummy_id", ValueType.STRING, "");

    private static final Comparator<Part> BY_CODE_POINT = (a, b) -> Arrays.compareUnsigned(
            a.joinKey().getBytes(StandardCharsets.UTF_8), b.joinKey().getBytes(StandardCharsets.UTF_8));

    /**
     * One join key with its value.
     *
     * @param joinKey the column name
     * @param type one of STRING, BYTES, INT32, INT64, UNIX_TIMESTAMP; it is part of the key, so INT32 1 is not INT64 1
     * @param value its Java value, never null
     */
    public record Part(String joinKey, ValueType type, Object value) {

        public Part {
            switch (type) {
                case STRING, BYTES, INT32, INT64, UNIX_TIMESTAMP -> {}
                default ->
                    throw new IllegalArgumentException("join key '" + joinKey + "' cannot have the value type " + type);
            }
        }

        private byte[] valueBytes() {
            return switch (type) {
                case STRING -> ((String) value).getBytes(StandardCharsets.UTF_8);
                case BYTES -> (byte[]) value;
                case INT32 -> littleEndian(4).putInt((Integer) value).array();
                default -> littleEndian(8).putLong((Long) value).array();
            };
        }
    }

    public EntityKey {
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("an entity key needs at least one join key");
        }
        List<Part> sorted = new ArrayList<>(parts);
        sorted.sort(BY_CODE_POINT);
        parts = Collections.unmodifiableList(sorted);
    }

    /** A key of one join key. */
    public static EntityKey of(String joinKey, ValueType type, Object value) {
        return new EntityKey(List.of(new Part(joinKey, type, value)));
    }

    /** A key of one INT64 join key, which is what movies and users have. */
    public static EntityKey of(String joinKey, long value) {
        return of(joinKey, ValueType.INT64, value);
    }

    /** The Redis key of this entity's row in that project. */
    public byte[] redisKey(String project) {
        byte[] projectBytes = project.getBytes(StandardCharsets.UTF_8);
        byte[][] names = new byte[parts.size()][];
        byte[][] values = new byte[parts.size()][];
        int size = 4 + projectBytes.length;
        for (int i = 0; i < parts.size(); i++) {
            names[i] = parts.get(i).joinKey().getBytes(StandardCharsets.UTF_8);
            values[i] = parts.get(i).valueBytes();
            size += 16 + names[i].length + values[i].length;
        }
        ByteBuffer key = littleEndian(size).putInt(parts.size());
        for (byte[] name : names) {
            key.putInt(ValueType.STRING.number()).putInt(name.length).put(name);
        }
        for (int i = 0; i < values.length; i++) {
            key.putInt(parts.get(i).type().number()).putInt(values[i].length).put(values[i]);
        }
        return key.put(projectBytes).array();
    }

    /** The Redis key in serialization version 2, which rows written by older Feast releases have. */
    public byte[] redisKeyV2(String project) {
        byte[] projectBytes = project.getBytes(StandardCharsets.UTF_8);
        int size = projectBytes.length;
        for (Part part : parts) {
            size += 12 + part.joinKey().getBytes(StandardCharsets.UTF_8).length + part.valueBytes().length;
        }
        ByteBuffer key = littleEndian(size);
        for (Part part : parts) {
            key.putInt(ValueType.STRING.number()).put(part.joinKey().getBytes(StandardCharsets.UTF_8));
        }
        for (Part part : parts) {
            byte[] value = part.valueBytes();
            key.putInt(part.type().number()).putInt(value.length).put(value);
        }
        return key.put(projectBytes).array();
    }

    private static ByteBuffer littleEndian(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }
}
