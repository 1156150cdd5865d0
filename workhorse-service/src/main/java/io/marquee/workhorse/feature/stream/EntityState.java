package io.marquee.workhorse.feature.stream;

import io.marquee.contract.feature.OnlineRow;
import io.marquee.workhorse.feature.stream.aggregate.EntityAggregate;
import io.marquee.workhorse.feature.stream.aggregate.StreamEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An entity's aggregates, one for each of its views: of the events that were there when it was read, and of those that were
 * added since. Not for several threads.
 */
final class EntityState {

    private final List<EntityAggregate> aggregates;
    private final CommitSnapshot readAt;

    EntityState(List<StreamView> views, CommitSnapshot readAt) {
        this.readAt = readAt;
        this.aggregates = new ArrayList<>(views.size());
        views.forEach(view -> aggregates.add(new EntityAggregate(view.plan())));
    }

    /** Adds an event that was read. */
    void read(StreamEvent event) {
        aggregates.forEach(aggregate -> aggregate.add(event));
    }

    /** Adds an event that was told of, unless it had already been there to be read. */
    void add(FeatureUpdate.Happened happened) {
        if (!readAt.sees(happened.transaction())) {
            read(happened.event());
        }
    }

    /** Whether what that transaction stored is in here for certain. */
    boolean vouchesFor(long transaction) {
        return readAt.sees(transaction);
    }

    /** The row of the view at that position; empty when there has been no event. */
    Optional<OnlineRow> row(int view, long now) {
        EntityAggregate aggregate = aggregates.get(view);
        return aggregate.isEmpty() ? Optional.empty() : Optional.of(aggregate.row(now));
    }

    /** About the bytes that it takes. */
    int bytes() {
        int bytes = 200;
        for (EntityAggregate aggregate : aggregates) {
            bytes += aggregate.bytes();
        }
        return bytes;
    }
}
