package io.marquee.workhorse.feature.feast;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Walks over a protobuf message in an array. Refuses to leave the message, whatever its bytes say. */
final class ProtoReader {

    static final int VARINT = 0;
    static final int FIXED64 = 1;
    static final int LENGTH = 2;
    static final int FIXED32 = 5;

    private final byte[] bytes;
    private final int end;
    private int at;

    ProtoReader(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    ProtoReader(byte[] bytes, int from, int end) {
        this.bytes = bytes;
        this.at = from;
        this.end = end;
    }

    boolean hasMore() {
        return at < end;
    }

    /** The next field: its number times eight plus its wire type. */
    int tag() {
        return (int) varint();
    }

    long varint() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            need(1);
            byte next = bytes[at++];
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("a varint is longer than ten bytes");
    }

    float fixed32() {
        need(4);
        int bits = 0;
        for (int i = 0; i < 4; i++) {
            bits |= (bytes[at++] & 0xff) << 8 * i;
        }
        return Float.intBitsToFloat(bits);
    }

    double fixed64() {
        need(8);
        long bits = 0;
        for (int i = 0; i < 8; i++) {
            bits |= (bytes[at++] & 0xffL) << 8 * i;
        }
        return Double.longBitsToDouble(bits);
    }

    /** The message that comes next with its length. */
    ProtoReader message() {
        int length = length();
        ProtoReader inner = new ProtoReader(bytes, at, at + length);
        at += length;
        return inner;
    }

    byte[] byteArray() {
        int length = length();
        at += length;
        return Arrays.copyOfRange(bytes, at - length, at);
    }

    String text() {
        int length = length();
        at += length;
        return new String(bytes, at - length, length, StandardCharsets.UTF_8);
    }

    /** Writes the text that comes next, in quotes. */
    void text(JsonBytes out) {
        int length = length();
        out.text(bytes, at, length);
        at += length;
    }

    void skip(int tag) {
        switch (tag & 7) {
            case VARINT -> varint();
            case FIXED64 -> fixed64();
            case LENGTH -> {
                int length = length();
                at += length;
            }
            case FIXED32 -> fixed32();
            default -> throw new IllegalArgumentException("wire type " + (tag & 7) + " is not supported");
        }
    }

    private int length() {
        long length = varint();
        if (length < 0 || length > end - at) {
            throw new IllegalArgumentException("a field is longer than its message");
        }
        return (int) length;
    }

    private void need(int count) {
        if (end - at < count) {
            throw new IllegalArgumentException("a message ends within a field");
        }
    }
}
