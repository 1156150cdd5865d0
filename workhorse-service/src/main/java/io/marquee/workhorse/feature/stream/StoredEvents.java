package io.marquee.workhorse.feature.stream;

import io.marquee.workhorse.feature.stream.aggregate.StreamEvent;
import io.marquee.workhorse.platform.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;

/** Reads entities' events, as far back as a window reaches, with what had committed by then. */
final class StoredEvents {

    /** Rows that are fetched at once, so that memory stays bounded for an entity with many. */
    private static final int FETCH = 5_000;

    private final DataSource dataSource;

    StoredEvents(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /**
     * Reads some entities' events since a second, and each one's last event before that, from which the time of its newest row
     * may follow.
     *
     * @throws io.marquee.contract.problem.ProblemException when the database does not answer
     */
    Map<StreamEntity, EntityState> read(
            StreamEntity.Kind kind, Collection<Long> ids, List<StreamView> views, long sinceSecond) {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            try {
                return read(connection, kind, ids, views, sinceSecond);
            } finally {
                // Nothing was written; this only ends the snapshot.
                connection.rollback();
            }
        } catch (SQLException e) {
            throw Database.problem(e);
        }
    }

    private static Map<StreamEntity, EntityState> read(
            Connection connection,
            StreamEntity.Kind kind,
            Collection<Long> ids,
            List<StreamView> views,
            long sinceSecond)
            throws SQLException {
        // What had committed and the events have to be of the same moment.
        Database.update(connection, "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
        CommitSnapshot snapshot = Database.query(
                        connection, "SELECT pg_current_snapshot()::text", row -> CommitSnapshot.parse(row.getString(1)))
                .getFirst();
        Map<StreamEntity, EntityState> states = new HashMap<>();
        ids.forEach(id -> states.put(new StreamEntity(kind, id), new EntityState(views, snapshot)));
        try (PreparedStatement select = connection.prepareStatement(query(kind))) {
            select.setFetchSize(FETCH);
            select.setArray(1, connection.createArrayOf("bigint", ids.toArray()));
            select.setLong(2, sinceSecond);
            select.setLong(3, sinceSecond);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    StreamEntity entity = new StreamEntity(kind, row.getLong(1));
                    states.computeIfAbsent(entity, missing -> {
                                throw new IllegalStateException("nobody asked for " + missing);
                            })
                            .read(event(row));
                }
            }
        }
        return states;
    }

    /** Ratings are of single precision; their text is what everybody else reads of them. */
    private static String query(StreamEntity.Kind kind) {
        String columns = "event_id, user_id, movie_id, interaction_type, rating::text::double precision AS rating,"
                + " duration_seconds, (extract(epoch FROM occurred_at) * 1000000)::bigint AS micros";
        String ofEntity = " FROM catalog.interaction_events WHERE " + kind.column() + " = asked.id AND occurred_at ";
        return "SELECT asked.id, event.* FROM unnest(?) AS asked(id), LATERAL ((SELECT " + columns + ofEntity
                + ">= to_timestamp(?)) UNION ALL (SELECT " + columns + ofEntity
                + "< to_timestamp(?) ORDER BY occurred_at DESC LIMIT 1)) event";
    }

    private static StreamEvent event(ResultSet row) throws SQLException {
        double rating = row.getDouble(6);
        Double stars = row.wasNull() ? null : (Double) rating;
        double duration = row.getDouble(7);
        Double seconds = row.wasNull() ? null : (Double) duration;
        long movie = row.getLong(4);
        Long movieId = row.wasNull() ? null : (Long) movie;
        return new StreamEvent(
                row.getString(2), row.getLong(3), movieId, row.getString(5), stars, seconds, row.getLong(8));
    }
}
