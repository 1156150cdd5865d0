package io.marquee.workhorse.feature.serving;

import io.marquee.contract.feature.EntityKey;
import io.marquee.contract.feature.JoinKey;
import io.marquee.contract.feature.ValueType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * The Redis keys of one set of join keys. What is the same in each key is worked out once; the bytes are those of
 * {@link EntityKey#redisKey}, or of {@link EntityKey#redisKeyV2} for rows that older Feast releases wrote.
 */
final class KeyTemplate {

    private final List<JoinKey> joinKeys;
    private final byte[] start;
    private final byte[] end;

    /**
     * Prepares the keys.
     *
     * @param version of Feast's entity key serialization, 2 or 3
     */
    KeyTemplate(List<JoinKey> joinKeys, String project, int version) {
        this.joinKeys = joinKeys.stream()
                .sorted(Comparator.comparing(KeyTemplate::name, Arrays::compareUnsigned))
                .toList();
        this.start = start(this.joinKeys, version);
        this.end = project.getBytes(StandardCharsets.UTF_8);
    }

    /** The join keys in the order of {@link #key}'s values. */
    List<JoinKey> joinKeys() {
        return joinKeys;
    }

    /**
     * The key of one row.
     *
     * @param columns the values of each join key, in the order of {@link #joinKeys}
     */
    byte[] key(List<EntityColumn> columns, int row) {
        byte[][] values = new byte[columns.size()][];
        int size = start.length + end.length;
        for (int i = 0; i < values.length; i++) {
            values[i] = bytes(columns.get(i).type(), columns.get(i).values()[row]);
            size += 8 + values[i].length;
        }
        ByteBuffer key = littleEndian(size).put(start);
        for (int i = 0; i < values.length; i++) {
            key.putInt(columns.get(i).type().number()).putInt(values[i].length).put(values[i]);
        }
        return key.put(end).array();
    }

    private static byte[] start(List<JoinKey> joinKeys, int version) {
        boolean lengths =
                switch (version) {
                    case 3 -> true;
                    case 2 -> false;
                    default -> throw new IllegalArgumentException("entity key version must be 2 or 3, got: " + version);
                };
        int size = lengths ? 4 : 0;
        for (JoinKey joinKey : joinKeys) {
            size += (lengths ? 8 : 4) + name(joinKey).length;
        }
        ByteBuffer start = littleEndian(size);
        if (lengths) {
            start.putInt(joinKeys.size());
        }
        for (JoinKey joinKey : joinKeys) {
            byte[] name = name(joinKey);
            start.putInt(ValueType.STRING.number());
            if (lengths) {
                start.putInt(name.length);
            }
            start.put(name);
        }
        return start.array();
    }

    private static byte[] name(JoinKey joinKey) {
        return joinKey.column().getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] bytes(ValueType type, Object value) {
        return switch (type) {
            case STRING -> ((String) value).getBytes(StandardCharsets.UTF_8);
            case BYTES -> (byte[]) value;
            case INT32 -> littleEndian(Integer.BYTES).putInt((Integer) value).array();
            case INT64, UNIX_TIMESTAMP ->
                littleEndian(Long.BYTES).putLong((Long) value).array();
            default -> throw new IllegalArgumentException("a join key cannot have the value type " + type);
        };
    }

    private static ByteBuffer littleEndian(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }
}
