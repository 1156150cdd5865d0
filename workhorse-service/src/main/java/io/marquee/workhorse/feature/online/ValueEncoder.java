package io.marquee.workhorse.feature.online;

import io.marquee.contract.feature.ValueType;
import io.marquee.workhorse.feature.online.redis.ByteBuilder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Values as arguments of a Redis command: the same {@code feast.types.Value} bytes that
 * {@link io.marquee.contract.feature.ValueCodec} makes, but written straight into the command, without an object for each.
 */
final class ValueEncoder {

    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int LENGTH = 2;
    private static final int FIXED32 = 5;

    private final ByteBuilder out;
    private final ByteBuilder scratch = new ByteBuilder(256);

    ValueEncoder(ByteBuilder out) {
        this.out = out;
    }

    void putNull() {
        out.putBulkHead(0).putLineEnd();
    }

    /** A whole number, truth value or moment. */
    void putVarint(ValueType type, long value) {
        out.putBulkHead(1 + ByteBuilder.varintSize(value))
                .put(tag(type, VARINT))
                .putVarint(value)
                .putLineEnd();
    }

    void putDouble(double value) {
        out.putBulkHead(9)
                .put(tag(ValueType.DOUBLE, FIXED64))
                .putLong(Double.doubleToRawLongBits(value))
                .putLineEnd();
    }

    void putFloat(float value) {
        out.putBulkHead(5)
                .put(tag(ValueType.FLOAT, FIXED32))
                .putInt(Float.floatToRawIntBits(value))
                .putLineEnd();
    }

    void putBytes(ValueType type, byte[] value) {
        out.putBulkHead(1 + ByteBuilder.varintSize(value.length) + value.length)
                .put(tag(type, LENGTH))
                .putVarint(value.length)
                .put(value)
                .putLineEnd();
    }

    /** A moment as {@code google.protobuf.Timestamp}. */
    void putTimestamp(long seconds, int nanos) {
        int size = (seconds == 0 ? 0 : 1 + ByteBuilder.varintSize(seconds))
                + (nanos == 0 ? 0 : 1 + ByteBuilder.varintSize(nanos));
        out.putBulkHead(size);
        if (seconds != 0) {
            out.put(1 << 3 | VARINT).putVarint(seconds);
        }
        if (nanos != 0) {
            out.put(2 << 3 | VARINT).putVarint(nanos);
        }
        out.putLineEnd();
    }

    /** A value of the Java type that {@link ValueType} gives for its type. */
    void put(ValueType type, @Nullable Object value) {
        if (value == null) {
            putNull();
            return;
        }
        switch (type) {
            case STRING -> putBytes(type, ((String) value).getBytes(StandardCharsets.UTF_8));
            case BYTES -> putBytes(type, (byte[]) value);
            case INT32 -> putVarint(type, ((Number) value).intValue());
            case INT64, UNIX_TIMESTAMP -> putVarint(type, ((Number) value).longValue());
            case BOOL -> putVarint(type, (Boolean) value ? 1 : 0);
            case DOUBLE -> putDouble(((Number) value).doubleValue());
            case FLOAT -> putFloat(((Number) value).floatValue());
            default -> putList(type, (List<?>) value);
        }
    }

    private void putList(ValueType type, List<?> values) {
        ValueType element = type.elementType();
        scratch.clear();
        for (Object value : values) {
            if (value == null) {
                throw new IllegalArgumentException("a " + type + " cannot hold a missing element");
            }
            putElement(element, value);
        }
        boolean packed = element != ValueType.STRING && element != ValueType.BYTES && !values.isEmpty();
        int head = packed ? 1 + ByteBuilder.varintSize(scratch.size()) : 0;
        int list = head + scratch.size();
        int tag = type.number() << 3 | LENGTH;
        out.putBulkHead(ByteBuilder.varintSize(tag) + ByteBuilder.varintSize(list) + list)
                .putVarint(tag)
                .putVarint(list);
        if (packed) {
            out.put(1 << 3 | LENGTH).putVarint(scratch.size());
        }
        out.put(scratch.array(), 0, scratch.size()).putLineEnd();
    }

    private void putElement(ValueType element, Object value) {
        switch (element) {
            case STRING -> putElement(((String) value).getBytes(StandardCharsets.UTF_8));
            case BYTES -> putElement((byte[]) value);
            case INT32 -> scratch.putVarint(((Number) value).intValue());
            case INT64, UNIX_TIMESTAMP -> scratch.putVarint(((Number) value).longValue());
            case BOOL -> scratch.put((Boolean) value ? 1 : 0);
            case DOUBLE -> scratch.putLong(Double.doubleToRawLongBits(((Number) value).doubleValue()));
            case FLOAT -> scratch.putInt(Float.floatToRawIntBits(((Number) value).floatValue()));
            default -> throw new IllegalArgumentException(element + " cannot be in a list");
        }
    }

    private void putElement(byte[] value) {
        scratch.put(1 << 3 | LENGTH).putVarint(value.length).put(value);
    }

    /** All scalar types have their own number as field number in {@code feast.types.Value}. */
    private static int tag(ValueType type, int wireType) {
        return type.number() << 3 | wireType;
    }
}
