package io.marquee.workhorse.feature.skew;

import io.marquee.workhorse.platform.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Tells whether the catalogue's past has been changed since a prediction: by an event or a load that came later than what it
 * tells of, by a rating that replaced an older one, by a correction of the movie. Offline values of that time are then no
 * longer what they were, so a difference says nothing about serving.
 */
@ApplicationScoped
public class RewrittenPast {

    /** An entity at the time of a prediction. */
    record Moment(long entityId, Instant predictedAt) {}

    private static final String SQL = """
            WITH moment AS (
                SELECT m.i, m.entity, to_timestamp(0) + m.micros * interval '1 microsecond' AS at
                FROM unnest(?, ?) WITH ORDINALITY AS m(entity, micros, i)
            ),
            later AS (
                SELECT %1$s AS entity, user_id, movie_id, interaction_type, occurred_at, stored_at
                FROM catalog.interaction_events
                WHERE stored_at > (SELECT min(at) FROM moment) AND %1$s IN (SELECT entity FROM moment)
            )
            SELECT i FROM moment
            WHERE EXISTS (SELECT 1 FROM catalog.ratings r
                          WHERE r.%1$s = moment.entity AND r.updated_at > moment.at AND r.rated_at <= moment.at)
               OR EXISTS (SELECT 1 FROM later
                          WHERE later.entity = moment.entity AND later.stored_at > moment.at
                            AND (later.occurred_at <= moment.at
                                 OR later.interaction_type = 'rating' AND EXISTS (
                                        SELECT 1 FROM catalog.interaction_events earlier
                                            WHERE earlier.user_id = later.user_id
                                              AND earlier.movie_id = later.movie_id
                                              AND earlier.interaction_type = 'rating'
                                              AND earlier.occurred_at <= moment.at)))
               OR %2$s
            """;

    private static final String OF_USERS = SQL.formatted(ServedRow.USER_KEY, "false");
    private static final String OF_MOVIES = SQL.formatted(
            ServedRow.MOVIE_KEY,
            "EXISTS (SELECT 1 FROM catalog.movies m WHERE m.movie_id = moment.entity AND m.updated_at > moment.at)");

    private final Database database;

    RewrittenPast(Database database) {
        this.database = database;
    }

    /**
     * Those of the moments whose past has been changed.
     *
     * @param joinKey {@code user_id} or {@code movie_id}
     */
    Set<Moment> among(String joinKey, List<Moment> moments) {
        if (moments.isEmpty()) {
            return Set.of();
        }
        Set<Moment> rewritten = new HashSet<>();
        database.query(
                joinKey.equals(ServedRow.USER_KEY) ? OF_USERS : OF_MOVIES,
                row -> rewritten.add(moments.get(row.getInt(1) - 1)),
                moments.stream().mapToLong(Moment::entityId).toArray(),
                moments.stream()
                        .mapToLong(moment -> ChronoUnit.MICROS.between(Instant.EPOCH, moment.predictedAt()))
                        .toArray());
        return rewritten;
    }

    /** When the catalogue was last restored; what is known of the time before is of other data. */
    Instant lastRestore() {
        return database.queryOne(
                        "SELECT restored_at FROM features.catalogue_restore",
                        row -> Objects.requireNonNull(Database.instant(row, "restored_at")))
                .orElse(Instant.EPOCH);
    }
}
