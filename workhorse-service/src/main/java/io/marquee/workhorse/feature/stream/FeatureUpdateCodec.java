package io.marquee.workhorse.feature.stream;

import io.marquee.workhorse.feature.stream.aggregate.StreamEvent;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Updates as bytes, one after the other. Each is a letter for its sort, the entity's letter and id, and its parts in order;
 * numbers are big-endian, texts have their length before them, what may be missing a byte that says so.
 */
final class FeatureUpdateCodec {

    private static final char HAPPENED = 'H';
    private static final char CHANGED = 'C';
    private static final char DUE = 'D';

    private static final int ENTITY = 9;

    private FeatureUpdateCodec() {}

    /** The entity alone; by it, all updates of an entity find the same partition. */
    static byte[] key(StreamEntity entity) {
        ByteBuffer key = ByteBuffer.allocate(ENTITY);
        put(key, entity);
        return key.array();
    }

    /** At least as many bytes as an update takes. */
    static int room(FeatureUpdate update) {
        return switch (update) {
            case FeatureUpdate.Due due -> 1 + ENTITY;
            case FeatureUpdate.Changed changed -> 1 + ENTITY + 8;
            case FeatureUpdate.Happened happened ->
                1
                        + ENTITY
                        + 8
                        + 4
                        + 16
                        + 27
                        + 3
                                * (happened.event().eventId().length()
                                        + happened.event().interactionType().length());
        };
    }

    /** Appends an update; there has to be {@link #room} for it. */
    static void write(FeatureUpdate update, ByteBuffer out) {
        switch (update) {
            case FeatureUpdate.Due due -> put(out.put((byte) DUE), due.entity());
            case FeatureUpdate.Changed changed -> {
                put(out.put((byte) CHANGED), changed.entity());
                out.putLong(changed.transaction());
            }
            case FeatureUpdate.Happened happened -> {
                put(out.put((byte) HAPPENED), happened.entity());
                out.putLong(happened.transaction());
                put(out, happened.event());
            }
        }
    }

    /**
     * Reads all updates of a record.
     *
     * @throws IllegalArgumentException when the bytes are none
     */
    static List<FeatureUpdate> read(byte[] value) {
        try {
            ByteBuffer in = ByteBuffer.wrap(value);
            List<FeatureUpdate> updates = new ArrayList<>();
            while (in.hasRemaining()) {
                updates.add(read(in));
            }
            return updates;
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("the record ends too early, after " + value.length + " bytes", e);
        }
    }

    private static FeatureUpdate read(ByteBuffer in) {
        char sort = (char) in.get();
        return switch (sort) {
            case DUE -> new FeatureUpdate.Due(entity(in));
            case CHANGED -> new FeatureUpdate.Changed(entity(in), in.getLong());
            case HAPPENED -> new FeatureUpdate.Happened(entity(in), in.getLong(), event(in));
            default -> throw new IllegalArgumentException("an update of sort '" + sort + "' is not known");
        };
    }

    private static void put(ByteBuffer out, StreamEntity entity) {
        out.put((byte) entity.kind().code()).putLong(entity.id());
    }

    private static void put(ByteBuffer out, StreamEvent event) {
        put(out, event.eventId());
        put(out, event.interactionType());
        out.putLong(event.userId()).putLong(event.occurredAtMicros());
        put(out, event.movieId());
        put(out, event.rating() == null ? null : Double.doubleToRawLongBits(event.rating()));
        put(out, event.durationSeconds() == null ? null : Double.doubleToRawLongBits(event.durationSeconds()));
    }

    private static void put(ByteBuffer out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.putShort((short) bytes.length).put(bytes);
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

    private static StreamEntity entity(ByteBuffer in) {
        char code = (char) in.get();
        StreamEntity.Kind kind = StreamEntity.Kind.ofCode(code)
                .orElseThrow(() -> new IllegalArgumentException("entities of kind '" + code + "' are not known"));
        return new StreamEntity(kind, in.getLong());
    }

    private static String text(ByteBuffer in) {
        int length = Short.toUnsignedInt(in.getShort());
        if (length > in.remaining()) {
            throw new BufferUnderflowException();
        }
        String text = new String(in.array(), in.position(), length, StandardCharsets.UTF_8);
        in.position(in.position() + length);
        return text;
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
