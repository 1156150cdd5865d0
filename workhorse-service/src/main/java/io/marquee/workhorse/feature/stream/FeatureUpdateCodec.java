package io.marquee.workhorse.feature.stream;

import io.marquee.workhorse.feature.stream.aggregate.StreamEvent;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Updates as bytes. Key: the kind's letter and the id. Value: a letter for the sort of update, then its parts in order; numbers
 * are big-endian, texts have their length before them, what may be missing a byte that says so.
 */
final class FeatureUpdateCodec {

    private static final char HAPPENED = 'H';
    private static final char CHANGED = 'C';
    private static final char DUE = 'D';

    private FeatureUpdateCodec() {}

    static byte[] key(StreamEntity entity) {
        return ByteBuffer.allocate(9)
                .put((byte) entity.kind().code())
                .putLong(entity.id())
                .array();
    }

    static byte[] value(FeatureUpdate update) {
        return switch (update) {
            case FeatureUpdate.Due due -> new byte[] {DUE};
            case FeatureUpdate.Changed changed ->
                ByteBuffer.allocate(9)
                        .put((byte) CHANGED)
                        .putLong(changed.transaction())
                        .array();
            case FeatureUpdate.Happened happened -> happened(happened);
        };
    }

    /**
     * Reads an update.
     *
     * @throws IllegalArgumentException when the bytes are none
     */
    static FeatureUpdate read(byte[] key, byte[] value) {
        try {
            ByteBuffer in = ByteBuffer.wrap(value);
            StreamEntity entity = entity(ByteBuffer.wrap(key));
            char sort = (char) in.get();
            return switch (sort) {
                case DUE -> new FeatureUpdate.Due(entity);
                case CHANGED -> new FeatureUpdate.Changed(entity, in.getLong());
                case HAPPENED -> new FeatureUpdate.Happened(entity, in.getLong(), event(in));
                default -> throw new IllegalArgumentException("an update of sort '" + sort + "' is not known");
            };
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("the record ends too early, after " + value.length + " bytes", e);
        }
    }

    private static byte[] happened(FeatureUpdate.Happened happened) {
        StreamEvent event = happened.event();
        byte[] id = event.eventId().getBytes(StandardCharsets.UTF_8);
        byte[] type = event.interactionType().getBytes(StandardCharsets.UTF_8);
        ByteBuffer out = ByteBuffer.allocate(9 + 4 + id.length + type.length + 8 + 9 + 9 + 9 + 8)
                .put((byte) HAPPENED)
                .putLong(happened.transaction());
        out.putShort((short) id.length).put(id).putShort((short) type.length).put(type);
        out.putLong(event.userId()).putLong(event.occurredAtMicros());
        put(out, event.movieId());
        put(out, event.rating() == null ? null : Double.doubleToRawLongBits(event.rating()));
        put(out, event.durationSeconds() == null ? null : Double.doubleToRawLongBits(event.durationSeconds()));
        byte[] bytes = new byte[out.position()];
        out.flip().get(bytes);
        return bytes;
    }

    private static StreamEvent event(ByteBuffer in) {
        String id = text(in);
        String type = text(in);
        long user = in.getLong();
        long micros = in.getLong();
        Long movie = optional(in);
        Long rating = optional(in);
        Long duration = optional(in);
        return new StreamEvent(
                id,
                user,
                movie,
                type,
                rating == null ? null : Double.longBitsToDouble(rating),
                duration == null ? null : Double.longBitsToDouble(duration),
                micros);
    }

    private static StreamEntity entity(ByteBuffer key) {
        char code = (char) key.get();
        StreamEntity.Kind kind = StreamEntity.Kind.ofCode(code)
                .orElseThrow(() -> new IllegalArgumentException("entities of kind '" + code + "' are not known"));
        return new StreamEntity(kind, key.getLong());
    }

    private static String text(ByteBuffer in) {
        byte[] bytes = new byte[in.getShort()];
        in.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static void put(ByteBuffer out, @Nullable Long value) {
        if (value == null) {
            out.put((byte) 0);
        } else {
            out.put((byte) 1).putLong(value);
        }
    }

    private static @Nullable Long optional(ByteBuffer in) {
        return in.get() == 0 ? null : (Long) in.getLong();
    }
}
