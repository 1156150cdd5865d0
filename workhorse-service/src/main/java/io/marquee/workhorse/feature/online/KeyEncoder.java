package io.marquee.workhorse.feature.online;

import io.marquee.contract.feature.EntityKey;
import io.marquee.contract.feature.JoinKey;
import io.marquee.contract.feature.ValueType;
import io.marquee.workhorse.feature.online.redis.ByteBuilder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** The same keys as {@link EntityKey#redisKey}, for many entities of one kind. */
final class KeyEncoder {

    private static final Comparator<JoinKey> BY_CODE_POINT = (a, b) -> Arrays.compareUnsigned(
            a.column().getBytes(StandardCharsets.UTF_8), b.column().getBytes(StandardCharsets.UTF_8));

    private final byte[] names;
    private final byte[] project;

    KeyEncoder(List<JoinKey> joinKeys, String project) {
        List<JoinKey> sorted = sorted(joinKeys);
        ByteBuilder head = new ByteBuilder(64).putInt(sorted.size());
        for (JoinKey joinKey : sorted) {
            byte[] name = joinKey.column().getBytes(StandardCharsets.UTF_8);
            head.putInt(ValueType.STRING.number()).putInt(name.length).put(name);
        }
        this.names = head.copy();
        this.project = project.getBytes(StandardCharsets.UTF_8);
    }

    /** Join keys in the order that their values have in a key. */
    static List<JoinKey> sorted(List<JoinKey> joinKeys) {
        return joinKeys.stream().sorted(BY_CODE_POINT).toList();
    }

    void begin(ByteBuilder key) {
        key.clear();
        key.put(names);
    }

    void putLong(ByteBuilder key, ValueType type, long value) {
        key.putInt(type.number()).putInt(Long.BYTES).putLong(value);
    }

    void putInt(ByteBuilder key, int value) {
        key.putInt(ValueType.INT32.number()).putInt(Integer.BYTES).putInt(value);
    }

    void putBytes(ByteBuilder key, ValueType type, byte[] value) {
        key.putInt(type.number()).putInt(value.length).put(value);
    }

    void end(ByteBuilder key) {
        key.put(project);
    }
}
