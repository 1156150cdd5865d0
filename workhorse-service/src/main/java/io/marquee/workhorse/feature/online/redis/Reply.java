package io.marquee.workhorse.feature.online.redis;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** What Redis answers to a command, in the second version of its protocol. */
public sealed interface Reply {

    /** {@code OK}, {@code QUEUED} and the like. */
    record Status(String word) implements Reply {}

    /** An error; the first word is its kind. */
    record Failure(String error) implements Reply {

        /** Whether it is of that kind. */
        public boolean is(String kind) {
            return error.equals(kind) || error.startsWith(kind + " ");
        }

        /**
         * The server that {@code MOVED 7 host:port} or {@code ASK 7 host:port} names.
         *
         * @param asked who said so; it is meant when no host is named
         */
        public RedisNode server(RedisNode asked) {
            String address = error.substring(error.lastIndexOf(' ') + 1);
            return address.startsWith(":") ? RedisNode.parse(asked.host() + address) : RedisNode.parse(address);
        }

        public RedisException exception() {
            return RedisException.refused(error);
        }
    }

    /** A number. */
    record Number(long value) implements Reply {}

    /** Bytes. */
    record Bulk(byte[] bytes) implements Reply {

        @Override
        public String text() {
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    /** Several answers. */
    record Many(List<Reply> replies) implements Reply {}

    /** Nothing there; also a transaction that was called off. */
    record Nil() implements Reply {}

    /** This, unless it is an error. */
    default Reply orThrow() throws RedisException {
        if (this instanceof Failure failure) {
            throw failure.exception();
        }
        return this;
    }

    /** Its answers. */
    default List<Reply> many() throws RedisException {
        return orThrow() instanceof Many many ? many.replies() : unexpected("a list");
    }

    /** Its number. */
    default long number() throws RedisException {
        return orThrow() instanceof Number number ? number.value() : unexpected("a number");
    }

    /** Its text. */
    default String text() throws RedisException {
        return switch (orThrow()) {
            case Bulk bulk -> bulk.text();
            case Status status -> status.word();
            default -> unexpected("text");
        };
    }

    private <T> T unexpected(String wanted) throws RedisException {
        throw RedisException.refused("ERR an answer should have been " + wanted + ", got: " + this);
    }
}
