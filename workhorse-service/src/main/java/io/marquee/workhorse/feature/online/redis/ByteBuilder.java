package io.marquee.workhorse.feature.online.redis;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes that are appended to and used again: what goes to Redis is put together here without an object for each value. */
public final class ByteBuilder {

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private byte[] bytes;
    private int size;

    public ByteBuilder(int capacity) {
        bytes = new byte[capacity];
    }

    public int size() {
        return size;
    }

    /** The bytes so far are the first {@link #size()} of this array, until something is appended. */
    public byte[] array() {
        return bytes;
    }

    /** A copy of the bytes so far. */
    public byte[] copy() {
        return Arrays.copyOf(bytes, size);
    }

    public void clear() {
        size = 0;
    }

    public ByteBuilder put(int oneByte) {
        ensure(1);
        bytes[size++] = (byte) oneByte;
        return this;
    }

    public ByteBuilder put(byte[] more) {
        return put(more, 0, more.length);
    }

    public ByteBuilder put(byte[] more, int from, int length) {
        ensure(length);
        System.arraycopy(more, from, bytes, size, length);
        size += length;
        return this;
    }

    public ByteBuilder putInt(int value) {
        ensure(4);
        INT.set(bytes, size, value);
        size += 4;
        return this;
    }

    public ByteBuilder putLong(long value) {
        ensure(8);
        LONG.set(bytes, size, value);
        size += 8;
        return this;
    }

    /** A protobuf varint; negative numbers take ten bytes. */
    public ByteBuilder putVarint(long value) {
        ensure(10);
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            bytes[size++] = (byte) (rest & 0x7f | 0x80);
            rest >>>= 7;
        }
        bytes[size++] = (byte) rest;
        return this;
    }

    /** How many bytes {@link #putVarint} takes. */
    public static int varintSize(long value) {
        return value == 0 ? 1 : (70 - Long.numberOfLeadingZeros(value)) / 7;
    }

    /** The head of a command of that many arguments, its name included. */
    public ByteBuilder putArrayHead(int arguments) {
        return put('*').putDecimal(arguments).putLineEnd();
    }

    /** The head of an argument of that many bytes; they follow, and a line end. */
    public ByteBuilder putBulkHead(int length) {
        return put('$').putDecimal(length).putLineEnd();
    }

    /** An argument. */
    public ByteBuilder putBulk(byte[] argument) {
        return putBulkHead(argument.length).put(argument).putLineEnd();
    }

    /** An argument. */
    public ByteBuilder putBulk(String argument) {
        return putBulk(argument.getBytes(StandardCharsets.UTF_8));
    }

    /** A whole command. */
    public ByteBuilder putCommand(String... arguments) {
        putArrayHead(arguments.length);
        for (String argument : arguments) {
            putBulk(argument);
        }
        return this;
    }

    public ByteBuilder putLineEnd() {
        ensure(2);
        bytes[size++] = '\r';
        bytes[size++] = '\n';
        return this;
    }

    private ByteBuilder putDecimal(int number) {
        ensure(10);
        if (number < 10) {
            bytes[size++] = (byte) ('0' + number);
        } else if (number < 100) {
            bytes[size++] = (byte) ('0' + number / 10);
            bytes[size++] = (byte) ('0' + number % 10);
        } else {
            putDecimal(number / 10);
            bytes[size++] = (byte) ('0' + number % 10);
        }
        return this;
    }

    private void ensure(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, Math.addExact(size, more)));
        }
    }
}
