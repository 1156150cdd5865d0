package io.marquee.workhorse.feature.stream;

import io.marquee.workhorse.platform.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javax.sql.DataSource;

/** Finds entities by when they had events, a batch at a time. */
final class StreamEntities {

    private static final int BATCH = 5_000;

    private final DataSource dataSource;

    StreamEntities(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /**
     * All entities with events from a second on and before another.
     *
     * @param batches is given lists of at most a few thousand
     * @return how many there were
     */
    long between(StreamEntity.Kind kind, long fromSecond, long toSecond, Consumer<List<StreamEntity>> batches) {
        long found = 0;
        try (Connection connection = dataSource.getConnection()) {
            // A cursor needs a transaction; otherwise all rows would come at once.
            connection.setAutoCommit(false);
            try (PreparedStatement select = connection.prepareStatement("SELECT DISTINCT " + kind.column()
                    + " FROM catalog.interaction_events WHERE occurred_at >= to_timestamp(?) AND occurred_at <"
                    + " to_timestamp(?) AND " + kind.column() + " IS NOT NULL")) {
                select.setFetchSize(BATCH);
                select.setLong(1, fromSecond);
                select.setLong(2, toSecond);
                try (ResultSet row = select.executeQuery()) {
                    List<StreamEntity> batch = new ArrayList<>(BATCH);
                    while (row.next()) {
                        batch.add(new StreamEntity(kind, row.getLong(1)));
                        found++;
                        if (batch.size() == BATCH) {
                            batches.accept(List.copyOf(batch));
                            batch.clear();
                        }
                    }
                    if (!batch.isEmpty()) {
                        batches.accept(List.copyOf(batch));
                    }
                }
            } finally {
                connection.rollback();
            }
        } catch (SQLException e) {
            throw Database.problem(e);
        }
        return found;
    }
}
