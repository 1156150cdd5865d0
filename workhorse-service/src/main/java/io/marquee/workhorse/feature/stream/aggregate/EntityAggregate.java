package io.marquee.workhorse.feature.stream.aggregate;

import io.marquee.contract.feature.OnlineRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of one entity's events, in as many numbers as there are hops with events. It takes events in any order, but
 * each of them once. Not for several threads.
 */
public final class EntityAggregate {

    private final AggregationPlan plan;
    private final Tiles tiles;

    /** Of features that are no tiles, by position; null for all others. */
    private final List<@Nullable Recent> recent;

    private long rowAt = Long.MIN_VALUE;

    public EntityAggregate(AggregationPlan plan) {
        this.plan = plan;
        this.tiles = new Tiles(plan.slots());
        this.recent = new ArrayList<>(plan.features().size());
        for (PlannedFeature feature : plan.features()) {
            recent.add(
                    switch (feature) {
                        case PlannedFeature.Latest latest -> new Recent(1);
                        case PlannedFeature.LastDistinct last -> new Recent(last.limit());
                        default -> null;
                    });
        }
    }

    /** Counts an event in. */
    public void add(StreamEvent event) {
        long second = event.second();
        tiles.add(plan.hopOf(second), event);
        rowAt = Math.max(rowAt, second + 1);
        for (int i = 0; i < recent.size(); i++) {
            Recent values = recent.get(i);
            if (values != null) {
                add(values, plan.features().get(i), event);
            }
        }
    }

    /** Whether there is a row: an entity without events has none. */
    public boolean isEmpty() {
        return rowAt == Long.MIN_VALUE;
    }

    /**
     * The newest row there is at that time: of the second after the last event, or of the last time that a hop left a window.
     *
     * @param now seconds since the epoch
     * @throws IllegalStateException when there has been no event
     */
    public OnlineRow row(long now) {
        if (isEmpty()) {
            throw new IllegalStateException("there is no row before the first event");
        }
        long hop = plan.hopOf(now);
        for (int i = 0; i < plan.windowCount(); i++) {
            long left = tiles.latestUpTo(hop - plan.window(i));
            if (left != Long.MIN_VALUE) {
                rowAt = Math.max(rowAt, left + plan.window(i));
            }
        }
        @Nullable Object[] values = new Object[plan.features().size()];
        for (int i = 0; i < values.length; i++) {
            PlannedFeature feature = plan.features().get(i);
            values[i] = value(feature, recent.get(i), plan.from(rowAt, feature.window()));
        }
        tiles.forgetBefore(plan.from(rowAt, plan.longestWindow()));
        return new OnlineRow(Instant.ofEpochSecond(rowAt), new FeatureValues(plan.names(), values));
    }

    /** About the bytes that it takes. */
    public int bytes() {
        int bytes = 96 + tiles.bytes() + 8 * recent.size();
        for (Recent values : recent) {
            bytes += values == null ? 0 : values.bytes();
        }
        return bytes;
    }

    private static void add(Recent values, PlannedFeature feature, StreamEvent event) {
        EventColumn column;
        EventFilter filter;
        if (feature instanceof PlannedFeature.Latest latest) {
            column = latest.column();
            filter = latest.filter();
        } else if (feature instanceof PlannedFeature.LastDistinct last) {
            column = last.column();
            filter = last.filter();
        } else {
            throw new IllegalStateException("no values are kept for " + feature);
        }
        Object value = column.value(event);
        if (value != null && filter.takes(event)) {
            values.add(value, event);
        }
    }

    private @Nullable Object value(PlannedFeature feature, @Nullable Recent values, long from) {
        return switch (feature) {
            case PlannedFeature.Count count -> tiles.merged(count.slot(), from);
            case PlannedFeature.Sum sum -> FixedPoint.toDouble(tiles.merged(sum.slot(), from));
            case PlannedFeature.Mean mean -> {
                long count = tiles.merged(mean.count(), from);
                yield count == 0 ? null : FixedPoint.toDouble(FixedPoint.mean(tiles.merged(mean.sum(), from), count));
            }
            case PlannedFeature.Extreme extreme -> {
                long value = tiles.merged(extreme.slot(), from);
                yield value == plan.slots().get(extreme.slot()).kind().nothing() ? null : FixedPoint.toDouble(value);
            }
            case PlannedFeature.Latest latest -> {
                List<Object> kept = kept(values).since(from);
                yield kept.isEmpty() ? null : latest.column().shown(kept.getFirst());
            }
            case PlannedFeature.LastDistinct last -> {
                List<Object> kept = kept(values).since(from);
                kept.replaceAll(last.column()::shown);
                yield kept;
            }
        };
    }

    private static Recent kept(@Nullable Recent values) {
        if (values == null) {
            throw new IllegalStateException("no values are kept for a feature that shows some");
        }
        return values;
    }
}
