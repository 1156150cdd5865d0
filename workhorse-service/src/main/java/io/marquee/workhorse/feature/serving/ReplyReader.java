package io.marquee.workhorse.feature.serving;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Takes answers out of what comes in from Redis, piece by piece (RESP, version 2): rows, and errors or short texts. An answer
 * that is not whole yet is looked at again when more has come.
 */
final class ReplyReader {

    /** A piece of memory that one large answer needed is given back after it. */
    private static final int USUAL = 1 << 16;

    private static final long INCOMPLETE = Long.MIN_VALUE;

    /** An answer. */
    sealed interface Answer {

        /** A row. */
        record Row(RowReply reply) implements Answer {}

        /** What a command without a row gave, for example {@code OK}. */
        record Status(String text) implements Answer {}

        /** An error; the first word is its kind. */
        record Failure(String error) implements Answer {}
    }

    private byte[] bytes = new byte[1 << 14];
    private int from;
    private int end;
    private int at;

    /** Appends what came in. */
    void add(Buffer chunk) {
        int length = chunk.length();
        if (bytes.length - end < length) {
            int rest = end - from;
            byte[] room = rest + length <= bytes.length
                    ? bytes
                    : new byte[Math.max(Math.multiplyExact(2, bytes.length), Math.addExact(rest, length))];
            System.arraycopy(bytes, from, room, 0, rest);
            bytes = room;
            from = 0;
            end = rest;
        }
        chunk.getBytes(0, length, bytes, end);
        end += length;
    }

    /**
     * The next answer that is whole; null when there is none yet.
     *
     * @throws IOException when this is not what Redis sends
     */
    @Nullable
    Answer next() throws IOException {
        if (from == end) {
            from = 0;
            end = 0;
            if (bytes.length > USUAL) {
                bytes = new byte[USUAL];
            }
            return null;
        }
        at = from + 1;
        Answer answer =
                switch (bytes[from]) {
                    case '*' -> row();
                    case '-' -> line() instanceof String error ? new Answer.Failure(error) : null;
                    case '+', ':' -> line() instanceof String text ? new Answer.Status(text) : null;
                    default ->
                        throw new IOException("not the protocol of Redis: an answer begins with byte " + bytes[from]);
                };
        if (answer != null) {
            from = at;
        }
        return answer;
    }

    private Answer.@Nullable Row row() throws IOException {
        int begin = from;
        long count = number();
        if (count == INCOMPLETE) {
            return null;
        }
        if (count < 0 || count > 1 << 20) {
            throw new IOException("not the protocol of Redis: a row of " + count + " fields");
        }
        int[] froms = new int[(int) count];
        int[] lengths = new int[(int) count];
        for (int field = 0; field < count; field++) {
            if (at >= end) {
                return null;
            }
            if (bytes[at++] != '$') {
                throw new IOException("not the protocol of Redis: a value begins with byte " + bytes[at - 1]);
            }
            long length = number();
            if (length == INCOMPLETE || length >= 0 && length > end - at - 2) {
                return null;
            }
            froms[field] = at - begin;
            lengths[field] = (int) length;
            at += length < 0 ? 0 : (int) length + 2;
        }
        return new Answer.Row(new RowReply(Arrays.copyOfRange(bytes, begin, at), froms, lengths));
    }

    private long number() throws IOException {
        boolean negative = at < end && bytes[at] == '-';
        long value = 0;
        for (int i = negative ? at + 1 : at; i < end - 1; i++) {
            byte digit = bytes[i];
            if (digit == '\r') {
                at = i + 2;
                return negative ? -value : value;
            }
            if (digit < '0' || digit > '9' || value > Integer.MAX_VALUE) {
                throw new IOException("not the protocol of Redis: a length holds byte " + digit);
            }
            value = value * 10 + digit - '0';
        }
        return INCOMPLETE;
    }

    private @Nullable String line() {
        for (int i = at; i < end - 1; i++) {
            if (bytes[i] == '\r') {
                String text = new String(bytes, at, i - at, StandardCharsets.UTF_8);
                at = i + 2;
                return text;
            }
        }
        return null;
    }
}
