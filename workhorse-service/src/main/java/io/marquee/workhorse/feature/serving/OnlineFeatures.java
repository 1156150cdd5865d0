package io.marquee.workhorse.feature.serving;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import io.vertx.redis.client.Response;
import java.io.IOException;
import java.time.Instant;
import java.util.List;

/**
 * The rows that answer a query, as Redis gave them. Values stay bytes of {@code feast.types.Value}: what they become is the
 * matter of who writes the answer.
 */
public final class OnlineFeatures {

    private static final byte[] EMPTY = new byte[0];

    /** The tag of field 19 of {@code feast.types.Value}, the explicit null, takes these two bytes. */
    private static final byte NULL_TAG_1 = (byte) 0x98;

    private static final byte NULL_TAG_2 = 0x01;

    private final FeaturePlan plan;
    private final List<EntityColumn> entities;
    private final Response[][] hashes;
    private final Compatibility compatibility;
    private final int rows;
    private final Times[] times;

    /** The times of a view's rows; where there is no row, the epoch. */
    private record Times(boolean[] found, boolean[] outside, long[] seconds, int[] nanos) {}

    /**
     * Takes Redis' answers over.
     *
     * @param hashes for each hash of the plan, one answer per entity row
     * @param now what rows' ages are measured from
     */
    OnlineFeatures(
            FeaturePlan plan,
            List<EntityColumn> entities,
            Response[][] hashes,
            Instant now,
            Compatibility compatibility) {
        this.plan = plan;
        this.entities = entities;
        this.hashes = hashes;
        this.compatibility = compatibility;
        this.rows = entities.getFirst().values().length;
        this.times = plan.views().stream()
                .map(view -> times(view, now.getEpochSecond()))
                .toArray(Times[]::new);
    }

    /** The join keys that were asked with, which come first in an answer. */
    public List<EntityColumn> entities() {
        return entities;
    }

    /** The features. */
    public List<FeaturePlan.Column> columns() {
        return plan.columns();
    }

    /** Number of entities. */
    public int rows() {
        return rows;
    }

    /** Number of views that {@link FeaturePlan.Column#view} counts. */
    public int views() {
        return times.length;
    }

    /** Seconds since the epoch of the time that a view's row became true; 0 where there is none. */
    public long seconds(int view, int row) {
        return times[view].seconds[row];
    }

    /** Nanoseconds that belong to {@link #seconds}. */
    public int nanos(int view, int row) {
        return times[view].nanos[row];
    }

    /** The bytes of the value's {@code feast.types.Value}; none where it is missing. */
    public byte[] value(FeaturePlan.Column column, int row) {
        if (!times[column.view()].found[row]) {
            return EMPTY;
        }
        Response value = hashes[plan.views().get(column.view()).hash()][row].get(column.slot());
        return value == null ? EMPTY : value.toBytes();
    }

    /**
     * How the value was found.
     *
     * @param value what {@link #value} gave
     */
    public FieldStatus status(FeaturePlan.Column column, int row, byte[] value) {
        if (compatibility == Compatibility.FEAST) {
            return FieldStatus.PRESENT;
        }
        Times time = times[column.view()];
        if (!time.found[row]) {
            return FieldStatus.NOT_FOUND;
        }
        if (time.outside[row]) {
            return FieldStatus.OUTSIDE_MAX_AGE;
        }
        return isNull(value) ? FieldStatus.NULL_VALUE : FieldStatus.PRESENT;
    }

    private static boolean isNull(byte[] value) {
        return value.length == 0 || value.length >= 2 && value[0] == NULL_TAG_1 && value[1] == NULL_TAG_2;
    }

    private Times times(FeaturePlan.View view, long now) {
        Times result = new Times(new boolean[rows], new boolean[rows], new long[rows], new int[rows]);
        Response[] answers = hashes[view.hash()];
        for (int row = 0; row < rows; row++) {
            Response time = answers[row].get(view.timeSlot());
            if (time != null) {
                result.found[row] = true;
                read(time.toBytes(), result, row);
                result.outside[row] = view.maxAgeSeconds() > 0 && now - result.seconds[row] > view.maxAgeSeconds();
            }
        }
        return result;
    }

    private static void read(byte[] timestamp, Times times, int row) {
        try {
            CodedInputStream in = CodedInputStream.newInstance(timestamp);
            while (!in.isAtEnd()) {
                int tag = in.readTag();
                switch (WireFormat.getTagFieldNumber(tag)) {
                    case 1 -> times.seconds[row] = in.readInt64();
                    case 2 -> times.nanos[row] = in.readInt32();
                    default -> in.skipField(tag);
                }
            }
        } catch (IOException e) {
            throw new ServingException(
                    ServingException.Kind.UNAVAILABLE,
                    "the online store holds a row whose time cannot be read: " + e.getMessage(),
                    e);
        }
    }
}
