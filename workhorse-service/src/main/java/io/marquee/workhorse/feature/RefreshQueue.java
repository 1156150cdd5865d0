package io.marquee.workhorse.feature;

import io.marquee.workhorse.platform.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.PreparedStatement;
import java.util.Collection;

/**
 * Entities whose online rows have to follow a rating. Entries are made in the transaction that stores the rating, so none is
 * forgotten; the online store works them off in the order they came.
 */
@ApplicationScoped
public class RefreshQueue {

    private final Database database;

    RefreshQueue(Database database) {
        this.database = database;
    }

    /** Asks for the online rows of these entities to be computed again, as part of the current transaction. */
    public void add(String entity, Collection<Long> ids) {
        database.with(connection -> {
            try (PreparedStatement insert = connection.prepareStatement(
                    "INSERT INTO features.refresh_queue (entity, entity_id) SELECT ?, unnest(?)")) {
                insert.setString(1, entity);
                insert.setArray(2, connection.createArrayOf("bigint", ids.toArray()));
                return insert.executeUpdate();
            }
        });
    }
}
