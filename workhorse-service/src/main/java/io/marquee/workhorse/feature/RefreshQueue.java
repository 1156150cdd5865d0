package io.marquee.workhorse.feature;

import io.marquee.workhorse.platform.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.util.Collection;

/**
 * Entities whose online rows have to follow a rating. Entries are made in the transaction that stores the rating, so none is
 * forgotten; the online store works them off in the order they came. An entity has one entry, however often it is added: one
 * that is being worked on is worked on once more afterwards.
 */
@ApplicationScoped
public class RefreshQueue {

    private final Database database;
    private final Event<RefreshRequested> requested;

    RefreshQueue(Database database, Event<RefreshRequested> requested) {
        this.database = database;
        this.requested = requested;
    }

    /**
     * Asks for the online rows of these entities to be computed again, as part of the current transaction.
     *
     * @param entity {@code user} or {@code movie}
     */
    public void add(String entity, Collection<Long> ids) {
        if (ids.isEmpty()) {
            return;
        }
        database.update(
                """
                INSERT INTO features.refresh_queue AS queue (entity, entity_id) SELECT ?, unnest(?)
                ON CONFLICT (entity, entity_id) DO UPDATE SET seq = DEFAULT,
                    queued_at = CASE WHEN queue.claimed_until > now() THEN now() ELSE queue.queued_at END
                """,
                entity,
                ids.stream().mapToLong(Long::longValue).sorted().distinct().toArray());
        requested.fire(new RefreshRequested());
    }
}
