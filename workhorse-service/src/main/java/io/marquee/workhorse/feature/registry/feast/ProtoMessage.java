package io.marquee.workhorse.feature.registry.feast;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A protobuf message as it is written. As protobuf 3 wants it, values that are empty or zero are left out; as its own
 * libraries do it, fields come in the order of their numbers.
 */
final class ProtoMessage {

    /** Writes to memory only. */
    @FunctionalInterface
    private interface Writing {
        void write(CodedOutputStream out) throws IOException;
    }

    private final Map<Integer, ByteArrayOutputStream> fields = new TreeMap<>();

    ProtoMessage text(int field, @Nullable String value) {
        return value == null || value.isEmpty() ? this : write(field, to -> to.writeString(field, value));
    }

    ProtoMessage number(int field, long value) {
        return value == 0 ? this : write(field, to -> to.writeInt64(field, value));
    }

    ProtoMessage flag(int field, boolean value) {
        return value ? write(field, to -> to.writeBool(field, true)) : this;
    }

    /** A message that is there, empty or not; null for one that is not. */
    ProtoMessage message(int field, @Nullable ProtoMessage value) {
        return value == null ? this : write(field, to -> to.writeByteArray(field, value.toByteArray()));
    }

    ProtoMessage bytes(int field, byte[] value) {
        return value.length == 0 ? this : write(field, to -> to.writeByteArray(field, value));
    }

    /** A {@code map<string, string>}, by key; an entry has both, empty or not. */
    ProtoMessage map(int field, Map<String, String> values) {
        new TreeMap<>(values)
                .forEach((key, value) -> message(
                        field,
                        new ProtoMessage()
                                .write(1, to -> to.writeString(1, key))
                                .write(2, to -> to.writeString(2, value))));
        return this;
    }

    /** A {@code google.protobuf.Timestamp}. */
    ProtoMessage time(int field, Instant value) {
        return message(
                field, new ProtoMessage().number(1, value.getEpochSecond()).number(2, value.getNano()));
    }

    /** A {@code google.protobuf.Duration}. */
    ProtoMessage duration(int field, Duration value) {
        return message(field, new ProtoMessage().number(1, value.getSeconds()).number(2, value.getNano()));
    }

    byte[] toByteArray() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        fields.values().forEach(field -> all.writeBytes(field.toByteArray()));
        return all.toByteArray();
    }

    private ProtoMessage write(int field, Writing writing) {
        ByteArrayOutputStream bytes = fields.computeIfAbsent(field, number -> new ByteArrayOutputStream());
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        try {
            writing.write(out);
            out.flush();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
