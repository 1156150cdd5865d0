package io.marquee.workhorse.ingestion.quality.statistics;

import io.marquee.contract.problem.ProblemException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A data set that can be described.
 *
 * @param name as {@code /api/v1/datasets} lists it
 * @param relation what SQL reads it from
 * @param table the table behind it, for its size and to see whether it has changed
 * @param changed the column that says when a row last changed, or when it was stored
 * @param schema the table of the standard schema that tells units and meanings, if there is one
 */
record DatasetRelation(
        String name,
        String relation,
        String table,
        String changed,
        @Nullable String schema) {

    /** Every data set of the catalogue. */
    static final List<DatasetRelation> ALL = List.of(
            new DatasetRelation("movies", "catalog.movies", "catalog.movies", "updated_at", "movies"),
            new DatasetRelation("ratings", "catalog.ratings", "catalog.ratings", "updated_at", "ratings"),
            new DatasetRelation(
                    "users",
                    "(SELECT user_id, count(*) AS ratings, avg(rating)::double precision AS mean_rating,"
                            + " min(rated_at) AS first_rated_at, max(rated_at) AS last_rated_at,"
                            + " max(updated_at) AS updated_at FROM catalog.ratings GROUP BY user_id)",
                    "catalog.ratings",
                    "updated_at",
                    null),
            new DatasetRelation(
                    "interactions", "catalog.interaction_events", "catalog.interaction_events", "stored_at", null),
            new DatasetRelation(
                    "movie_records", "catalog.movie_records", "catalog.movie_records", "updated_at", "movie_records"),
            // A claim is as old as the records it comes from; it has no time of its own.
            new DatasetRelation(
                    "movie_conflicts",
                    "(SELECT c.*, NULL::timestamptz AS updated_at FROM catalog.movie_conflicts c)",
                    "catalog.movie_records",
                    "updated_at",
                    null),
            new DatasetRelation("quarantine", "catalog.quarantine", "catalog.quarantine", "quarantined_at", null));

    /**
     * The data set of that name.
     *
     * @throws ProblemException naming the ones there are
     */
    static DatasetRelation named(String name) {
        return ALL.stream()
                .filter(relation -> relation.name().equals(name))
                .findFirst()
                .orElseThrow(() -> {
                    String known = String.join(
                            ", ", ALL.stream().map(DatasetRelation::name).toList());
                    return ProblemException.notFound("dataset", name + ", only " + known);
                });
    }
}
