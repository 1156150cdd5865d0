package io.marquee.workhorse.feature.serving;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rows that answer a query, as Redis gave them. Values stay bytes of {@code feast.types.Value}: what they become is the
 * matter of who writes the answer.
 */
public final class OnlineFeatures {

    /** The tag of field 19 of {@code feast.types.Value}, the explicit null, takes these two bytes. */
    private static final byte NULL_TAG_1 = (byte) 0x98;

    private static final byte NULL_TAG_2 = 0x01;

    private final FeaturePlan plan;
    private final List<EntityColumn> entities;
    private final RowReply[] replies;
    private final Compatibility compatibility;
    private final int rows;
    private final Times[] times;

    /** The times of a view's rows; where there is no row, the epoch. */
    private record Times(boolean[] found, boolean[] outside, long[] seconds, int[] nanos) {}

    /**
     * Takes Redis' answers over.
     *
     * @param replies one per entity row, for each hash of the plan one after the other
     * @param now what rows' ages are measured from
     */
    OnlineFeatures(
            FeaturePlan plan,
            List<EntityColumn> entities,
            RowReply[] replies,
            Instant now,
            Compatibility compatibility) {
        this.plan = plan;
        this.entities = entities;
        this.replies = replies;
        this.compatibility = compatibility;
        this.rows = entities.getFirst().values().length;
        this.times = new Times[plan.viewCount()];
        for (int view = 0; view < times.length; view++) {
            times[view] = times(plan.views().get(view), now.getEpochSecond());
        }
    }

    /** The join keys that were asked with, which come first in an answer. */
    public List<EntityColumn> entities() {
        return entities;
    }

    /** The features. */
    public List<FeaturePlan.Column> columns() {
        return plan.columns();
    }

    /** The names of all features as JSON writes them in a list; not to be changed. */
    public byte[] names() {
        return plan.names();
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

    /** The row that a value is in, at {@link FeaturePlan.Column#slot}; null where its view has none. */
    public @Nullable RowReply row(FeaturePlan.Column column, int row) {
        return times[column.view()].found[row] ? reply(plan.views().get(column.view()), row) : null;
    }

    /** How the value was found. */
    public FieldStatus status(FeaturePlan.Column column, int row) {
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
        RowReply reply = reply(plan.views().get(column.view()), row);
        return isNull(reply, column.slot()) ? FieldStatus.NULL_VALUE : FieldStatus.PRESENT;
    }

    private RowReply reply(FeaturePlan.View view, int row) {
        return replies[view.hash() * rows + row];
    }

    private static boolean isNull(RowReply reply, int slot) {
        int length = reply.length(slot);
        if (length < 2) {
            return length == 0;
        }
        int from = reply.from(slot);
        return reply.bytes()[from] == NULL_TAG_1 && reply.bytes()[from + 1] == NULL_TAG_2;
    }

    private Times times(FeaturePlan.View view, long now) {
        Times result = new Times(new boolean[rows], new boolean[rows], new long[rows], new int[rows]);
        for (int row = 0; row < rows; row++) {
            RowReply reply = reply(view, row);
            if (reply.has(view.timeSlot())) {
                result.found[row] = true;
                read(reply, view.timeSlot(), result, row);
                result.outside[row] = view.maxAgeSeconds() > 0 && now - result.seconds[row] > view.maxAgeSeconds();
            }
        }
        return result;
    }

    private static void read(RowReply reply, int slot, Times times, int row) {
        try {
            CodedInputStream in = CodedInputStream.newInstance(reply.bytes(), reply.from(slot), reply.length(slot));
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
