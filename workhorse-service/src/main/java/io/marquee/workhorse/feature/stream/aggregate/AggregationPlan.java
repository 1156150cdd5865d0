package io.marquee.workhorse.feature.stream.aggregate;

import io.marquee.contract.feature.JoinKey;
import io.marquee.contract.feature.ValueType;
import io.marquee.workhorse.feature.definition.Aggregation;
import io.marquee.workhorse.feature.definition.Computation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * An aggregation view taken apart into what is kept per hop and what each feature makes of it.
 *
 * <p>Time is counted in whole seconds. A row of second t covers the events of the seconds from {@code floor(t / hop) * hop +
 * hop - window} to t - 1: the hop that is under way and the full hops before it. Rows are of the second after each event, and
 * of each second in which a hop with events leaves a window; between two rows nothing changes.
 */
public final class AggregationPlan {

    /** The one stream whose events are kept in a table. */
    public static final String SOURCE = "interactions";

    private final EventColumn key;
    private final JoinKey joinKey;
    private final long hop;
    private final long[] windows;
    private final List<Slot> slots = new ArrayList<>();
    private final List<PlannedFeature> features = new ArrayList<>();
    private final FeatureValues.Names names;

    private AggregationPlan(JoinKey joinKey, EventColumn key, long hop, long[] windows, List<String> names) {
        this.joinKey = joinKey;
        this.key = key;
        this.hop = hop;
        this.windows = windows;
        this.names = new FeatureValues.Names(names);
    }

    /**
     * Makes the plan.
     *
     * @throws IllegalArgumentException saying what cannot be computed of a stream
     */
    public static AggregationPlan of(List<JoinKey> joinKeys, Computation.Aggregations aggregations) {
        if (!aggregations.source().equals(SOURCE)) {
            throw new IllegalArgumentException("only events of '" + SOURCE
                    + "' are kept and can be aggregated, not those of '" + aggregations.source() + "'");
        }
        if (joinKeys.size() != 1) {
            throw new IllegalArgumentException("aggregates of events are kept for one entity, got: "
                    + joinKeys.stream().map(JoinKey::entity).toList());
        }
        JoinKey joinKey = joinKeys.getFirst();
        EventColumn key = EventColumn.named(joinKey.column());
        if (key.kind() != EventColumn.Kind.ID || joinKey.type() != ValueType.INT64) {
            throw new IllegalArgumentException(
                    "aggregates of events are kept for users and movies, not for '" + joinKey.column() + "'");
        }
        Duration hop = aggregations.hop();
        if (hop == null || hop.toSeconds() < 1) {
            throw new IllegalArgumentException("aggregates of events need a 'hop' of a second or more");
        }
        long[] windows = aggregations.aggregations().stream()
                .mapToLong(AggregationPlan::window)
                .sorted()
                .distinct()
                .toArray();
        AggregationPlan plan = new AggregationPlan(
                joinKey,
                key,
                hop.toSeconds(),
                windows,
                aggregations.aggregations().stream().map(Aggregation::name).toList());
        aggregations.aggregations().forEach(plan::add);
        return plan;
    }

    /** The entity's join key. */
    public JoinKey joinKey() {
        return joinKey;
    }

    /** Steps in which windows move, seconds. */
    public long hop() {
        return hop;
    }

    /** The different windows, seconds, the shortest first. */
    public LongStream windows() {
        return LongStream.of(windows);
    }

    int windowCount() {
        return windows.length;
    }

    long window(int position) {
        return windows[position];
    }

    /** The longest window, seconds. */
    public long longestWindow() {
        return windows[windows.length - 1];
    }

    /** The entity that an event is of; null when it is of none. */
    public @Nullable Long entityOf(StreamEvent event) {
        return (Long) key.value(event);
    }

    /** The first second of the hop in which that second lies. */
    public long hopOf(long second) {
        return Math.floorDiv(second, hop) * hop;
    }

    /** The first second that a row of that second covers. */
    long from(long second, long window) {
        return hopOf(second) + hop - window;
    }

    EventColumn key() {
        return key;
    }

    List<Slot> slots() {
        return slots;
    }

    List<PlannedFeature> features() {
        return features;
    }

    FeatureValues.Names names() {
        return names;
    }

    private void add(Aggregation aggregation) {
        String name = aggregation.name();
        long window = window(aggregation);
        EventFilter filter = EventFilter.of(aggregation.where());
        if (aggregation.column() == null) {
            features.add(new PlannedFeature.Count(name, window, slot(new Slot(Slot.Kind.COUNT, null, filter))));
            return;
        }
        EventColumn column = EventColumn.named(aggregation.column());
        features.add(
                switch (aggregation.function()) {
                    case COUNT ->
                        new PlannedFeature.Count(name, window, slot(new Slot(Slot.Kind.COUNT, column, filter)));
                    case SUM ->
                        new PlannedFeature.Sum(name, window, number(Slot.Kind.SUM, aggregation, column, filter));
                    case MEAN ->
                        new PlannedFeature.Mean(
                                name,
                                window,
                                number(Slot.Kind.SUM, aggregation, column, filter),
                                slot(new Slot(Slot.Kind.COUNT, column, filter)));
                    case MIN ->
                        new PlannedFeature.Extreme(name, window, number(Slot.Kind.MIN, aggregation, column, filter));
                    case MAX ->
                        new PlannedFeature.Extreme(name, window, number(Slot.Kind.MAX, aggregation, column, filter));
                    case LATEST -> new PlannedFeature.Latest(name, window, column, filter);
                    case LAST_DISTINCT ->
                        new PlannedFeature.LastDistinct(
                                name, window, column, filter, aggregation.limit() == null ? 1 : aggregation.limit());
                    case STDDEV ->
                        throw new IllegalArgumentException(
                                "feature '" + name + "': a standard deviation is not kept for a stream");
                });
    }

    private int number(Slot.Kind kind, Aggregation aggregation, EventColumn column, EventFilter filter) {
        if (column.kind() != EventColumn.Kind.NUMBER) {
            throw new IllegalArgumentException("feature '" + aggregation.name() + "': a "
                    + aggregation.function().name().toLowerCase(Locale.ROOT) + " is made of numbers, and '"
                    + column.columnName() + "' is none");
        }
        return slot(new Slot(kind, column, filter));
    }

    private int slot(Slot slot) {
        int known = slots.indexOf(slot);
        if (known >= 0) {
            return known;
        }
        slots.add(slot);
        return slots.size() - 1;
    }

    /** Events are kept for some time only, so what is older than any window has to be out of every feature. */
    private static long window(Aggregation aggregation) {
        Duration window = aggregation.window();
        if (window == null) {
            throw new IllegalArgumentException("feature '" + aggregation.name()
                    + "' needs a 'window': events are not kept for ever, so there is no aggregate of all of them");
        }
        return window.toSeconds();
    }
}
