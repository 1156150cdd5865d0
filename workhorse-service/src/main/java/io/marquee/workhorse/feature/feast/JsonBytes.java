package io.marquee.workhorse.feature.feast;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/**
 * JSON text in the bytes that Python's {@code json.dumps(…, ensure_ascii=False, separators=(",", ":"))} writes. Nothing is
 * checked for balance: this is only what {@link JsonAnswer} needs, without an object per value.
 */
final class JsonBytes {

    private static final byte[] NULL = ascii("null");
    private static final byte[] TRUE = ascii("true");
    private static final byte[] FALSE = ascii("false");

    private byte[] bytes;
    private int length;

    JsonBytes(int expectedLength) {
        bytes = new byte[expectedLength];
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** The text so far; the array may be longer than {@link #length}. */
    byte[] array() {
        return bytes;
    }

    int length() {
        return length;
    }

    JsonBytes raw(char ascii) {
        room(1);
        bytes[length++] = (byte) ascii;
        return this;
    }

    JsonBytes raw(byte[] json) {
        room(json.length);
        System.arraycopy(json, 0, bytes, length, json.length);
        length += json.length;
        return this;
    }

    JsonBytes nothing() {
        return raw(NULL);
    }

    JsonBytes bool(boolean value) {
        return raw(value ? TRUE : FALSE);
    }

    JsonBytes number(long value) {
        if (value == Long.MIN_VALUE) {
            return raw(ascii("-9223372036854775808"));
        }
        room(20);
        long rest = value;
        if (rest < 0) {
            bytes[length++] = '-';
            rest = -rest;
        }
        digits(rest, digitCount(rest));
        return this;
    }

    /** A number of {@code count} digits, with zeros before it. */
    JsonBytes padded(long value, int count) {
        room(count);
        digits(value, count);
        return this;
    }

    /** A floating-point number as {@code repr} writes it; null for what JSON has no number for. */
    JsonBytes number(double value) {
        if (!Double.isFinite(value)) {
            return nothing();
        }
        return raw(ascii(PythonFloat.repr(value)));
    }

    /** Text in quotes. */
    JsonBytes text(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return text(utf8, 0, utf8.length);
    }

    /** Text in quotes, from UTF-8. */
    JsonBytes text(byte[] utf8, int from, int count) {
        room(count + 2);
        bytes[length++] = '"';
        for (int i = from; i < from + count; i++) {
            byte next = utf8[i];
            if (next >= 0 && next < ' ' || next == '"' || next == '\\') {
                escaped(next);
                room(from + count - i + 1);
            } else {
                bytes[length++] = next;
            }
        }
        bytes[length++] = '"';
        return this;
    }

    /** Bytes as base64 in quotes. */
    JsonBytes base64(byte[] value) {
        return raw('"').raw(Base64.getEncoder().encode(value)).raw('"');
    }

    private void escaped(byte next) {
        switch (next) {
            case '"' -> raw(ascii("\\\""));
            case '\\' -> raw(ascii("\\\\"));
            case '\n' -> raw(ascii("\\n"));
            case '\r' -> raw(ascii("\\r"));
            case '\t' -> raw(ascii("\\t"));
            case '\f' -> raw(ascii("\\f"));
            case '\b' -> raw(ascii("\\b"));
            default -> raw(ascii("\\u00" + HexFormat.of().toHexDigits(next)));
        }
    }

    private void digits(long value, int count) {
        long rest = value;
        for (int at = length + count - 1; at >= length; at--) {
            bytes[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += count;
    }

    private static int digitCount(long value) {
        int count = 1;
        for (long rest = value; rest >= 10; rest /= 10) {
            count++;
        }
        return count;
    }

    private void room(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(Math.multiplyExact(bytes.length, 2), length + more));
        }
    }
}
